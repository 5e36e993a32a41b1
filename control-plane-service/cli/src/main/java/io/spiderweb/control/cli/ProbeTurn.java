package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.transport.Calls;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One turn of the acting agent, which goes all the way to the provider ({@code spec gateway 7}). */
final class ProbeTurn {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String ID = "control-cli-probe";

    private ProbeTurn() {}

    static Hop take(WsClient client, Endpoint endpoint) {
        return Hop.once("provider", () -> {
            CompletableFuture<String> answer = new CompletableFuture<>();
            try (Socket socket = client.connect(
                    endpoint,
                    Heartbeat.LAX,
                    frame -> receive(frame, answer),
                    reason -> answer.completeExceptionally(new ConnectionLostException(reason)))) {
                socket.send(Json.write(Json.object()
                        .put("type", "session.send")
                        .put("id", ID)
                        .put("content", "Answer with the one word pong.")));
                return Calls.await(answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the agent");
            }
        });
    }

    private static void receive(String text, CompletableFuture<String> answer) {
        try {
            ObjectNode frame = Json.parseObject(text);
            if (!frame.path("request").asText().equals(ID)) {
                return;
            }
            if (frame.path("type").asText().equals("error")) {
                answer.completeExceptionally(new IOException(frame.path("code").asText() + ": "
                        + frame.path("message").asText()));
            } else if (frame.path("type").asText().equals("session.receive")
                    && frame.path("final").asBoolean(true)) {
                answer.complete(
                        "answered a turn with " + frame.path("content").asText().length() + " letters");
            }
        } catch (InvalidJsonException e) {
            answer.completeExceptionally(e);
        }
    }
}
