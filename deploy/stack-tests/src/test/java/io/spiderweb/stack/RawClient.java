package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client that shares no code with ours but a JSON parser: it writes the upgrade and every frame byte by byte, as the reference's
 * command line does, and takes nothing but whole, unmasked text frames ({@code spec gateway 1.2, 1.5}).
 */
final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;
    private static final int TEXT = 1;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** A constant of 21 bytes instead of 16 random ones, as the reference's command line sends one. */
    private static final String KEY = "c3BpZGVyd2ViLWNvbnRyb2wta2V5";

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        this.out = socket.getOutputStream();
        socket.setSoTimeout(PATIENCE_MS);
    }

    static RawClient connect(int port, @Nullable String token) throws IOException {
        RawClient client = new RawClient(new Socket("127.0.0.1", port));
        String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
        client.write(("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n" + authorization + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        assertThat(client.head()).contains(" 101 ");
        return client;
    }

    /** Negotiates as the reference's command line does, and returns what {@code control.connect} told. */
    JsonNode negotiate() throws Exception {
        JsonNode version = ask(
                "control-cli-version",
                "{'channel':'control','type':'control.version','id':'control-cli-version','payload':{'protocol':'unified-v2'}}");
        assertThat(version.path("type").asText()).isEqualTo("control.version_ack");
        JsonNode connect = ask(
                "control-cli-connect",
                "{'channel':'control','type':'control.connect','id':'control-cli-connect','timestamp':1767225600000}");
        assertThat(connect.path("type").asText()).isEqualTo("control.connect_ack");
        return connect.path("payload");
    }

    /** The payload of an operation that is done. */
    JsonNode ok(String operation, String payload) throws Exception {
        JsonNode answer = operation(operation, payload);
        assertThat(answer.path("ok").asBoolean())
                .as("%s: %s", operation, answer)
                .isTrue();
        assertThat(answer.path("type").asText()).isEqualTo("control." + operation);
        return answer.path("payload");
    }

    /** The code of an operation that is not done. */
    String refused(String operation, String payload) throws Exception {
        JsonNode answer = operation(operation, payload);
        assertThat(answer.path("type").asText()).as("%s: %s", operation, answer).isEqualTo("control.error");
        return answer.path("error").path("code").asText();
    }

    /** The payload of the answer to a file operation. */
    JsonNode acheron(int tag, String operation, String members) throws Exception {
        send("{'channel':'acheron','type':'acheron.t_" + operation + "','tag':" + tag + "," + members + "}");
        JsonNode answer = await(frame -> frame.path("channel").asText().equals("acheron")
                && frame.path("tag").asInt() == tag);
        assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("acheron.r_" + operation);
        return answer.path("payload");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private JsonNode operation(String operation, String payload) throws Exception {
        return ask(
                "control-cli-op",
                "{'channel':'control','type':'control." + operation + "','id':'control-cli-op','payload':" + payload
                        + "}");
    }

    private JsonNode ask(String id, String frame) throws Exception {
        send(frame);
        return await(answer -> answer.path("id").asText().equals(id));
    }

    private void send(String frame) throws IOException {
        write(frame(TEXT, frame.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws Exception {
        while (true) {
            JsonNode frame = Json.parse(receive());
            if (wanted.test(frame)) {
                return frame;
            }
        }
    }

    /** The reference's clients take a fragmented or masked frame for a broken connection. */
    private String receive() throws IOException {
        while (true) {
            int first = in.readUnsignedByte();
            int second = in.readUnsignedByte();
            assertThat(first & 0xF0).as("one frame, without extensions").isEqualTo(0x80);
            assertThat(second & 0x80).as("not masked").isZero();
            byte[] payload = new byte[length(second)];
            in.readFully(payload);
            switch (first & 0x0F) {
                case TEXT -> {
                    return new String(payload, StandardCharsets.UTF_8);
                }
                case PING -> write(frame(PONG, payload));
                default -> throw new IOException("the connection ended with frame " + (first & 0x0F));
            }
        }
    }

    private int length(int second) throws IOException {
        int length = second & 0x7F;
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x80 | opcode);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length & 0xFF);
        }
        byte[] mask = {1, 2, 3, 4};
        frame.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            frame.write(payload[i] ^ mask[i % 4]);
        }
        return frame.toByteArray();
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }
}
