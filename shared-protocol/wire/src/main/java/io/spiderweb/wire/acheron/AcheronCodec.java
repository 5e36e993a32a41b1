package io.spiderweb.wire.acheron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Envelope;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import io.spiderweb.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between frames of the runtime channel and records ({@code spec gateway 2.2, 4}). */
public final class AcheronCodec {

    private static final String CHANNEL = "acheron";
    private static final long DEFAULT_MSIZE = 1 << 20;
    private static final long DEFAULT_COUNT = 64 << 10;

    private AcheronCodec() {}

    /**
     * Reads a frame of this channel; absent if it is none, or none with a right envelope, which is for the control codec to answer.
     * A type that is not served is answered {@code unsupported}, whether or not anybody knows it.
     */
    public static Optional<Decoded<AcheronFrame, AcheronError>> decode(String text) {
        try {
            Envelope envelope = Envelope.parse(text);
            return envelope.channel().equals(CHANNEL) ? Optional.of(decode(envelope)) : Optional.empty();
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    public static String encode(@Nullable Long tag, AcheronReply reply) {
        return Json.write(frame(reply.type(), tag).put("ok", true).set("payload", Json.tree(reply)));
    }

    public static String encode(AcheronError error) {
        ObjectNode detail = Json.object().put("code", error.code().wireName()).put("message", error.message());
        return Json.write(frame("error", error.tag()).put("ok", false).set("error", detail));
    }

    private static Decoded<AcheronFrame, AcheronError> decode(Envelope envelope) {
        try {
            String correlation = envelope.correlationId() == null ? envelope.id() : envelope.correlationId();
            return new Decoded.Ok<>(
                    new AcheronFrame(envelope.tag(), envelope.sessionKey(), correlation, request(envelope)));
        } catch (InvalidJsonException e) {
            ErrorCode code = e.kind() == Kind.UNSUPPORTED ? ErrorCode.UNSUPPORTED : ErrorCode.INVALID;
            return new Decoded.Rejected<>(new AcheronError(envelope.tag(), code, e.getMessage()));
        }
    }

    private static AcheronRequest request(Envelope envelope) throws InvalidJsonException {
        Fields fields = new Fields(envelope.frame());
        return switch (envelope.type()) {
            case "acheron.t_version" ->
                new AcheronRequest.Version(fields.optional("version"), fields.unsigned32("msize", DEFAULT_MSIZE));
            case "acheron.t_attach" -> new AcheronRequest.Attach(fid(fields, "fid"));
            case "acheron.t_walk" ->
                new AcheronRequest.Walk(fid(fields, "fid"), fid(fields, "newfid"), fields.strings("path"));
            case "acheron.t_open" ->
                new AcheronRequest.Open(fid(fields, "fid"), fields.has("mode") ? fields.text("mode") : "r");
            case "acheron.t_read" ->
                new AcheronRequest.Read(
                        fid(fields, "fid"), fields.unsigned("offset", 0), fields.unsigned32("count", DEFAULT_COUNT));
            case "acheron.t_write" -> new AcheronRequest.Write(fid(fields, "fid"), data(fields));
            case "acheron.t_stat" -> new AcheronRequest.Stat(fid(fields, "fid"));
            case "acheron.t_clunk" -> new AcheronRequest.Clunk(fid(fields, "fid"));
            case "acheron.t_flush" -> new AcheronRequest.Flush();
            default -> throw new InvalidJsonException(Kind.UNSUPPORTED, "unsupported acheron operation");
        };
    }

    private static long fid(Fields fields, String name) throws InvalidJsonException {
        if (!fields.has(name)) {
            throw new InvalidJsonException(Kind.MISSING, name + " is required");
        }
        return fields.unsigned32(name, 0);
    }

    private static byte[] data(Fields fields) throws InvalidJsonException {
        if (fields.has("data_b64")) {
            return fields.base64("data_b64");
        }
        if (!fields.has("data")) {
            throw new InvalidJsonException(Kind.MISSING, "write requires data");
        }
        return fields.text("data").getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode frame(String type, @Nullable Long tag) {
        ObjectNode frame = Json.object().put("channel", CHANNEL).put("type", CHANNEL + "." + type);
        return tag == null ? frame : frame.put("tag", tag);
    }
}
