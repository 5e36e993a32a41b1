package io.spiderweb.gateway.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.wire.chat.ChatFrame;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The frames of one turn ({@code spec gateway 7.3 to 7.5}): pieces and tool events while it runs, then exactly one end. */
public final class TurnOutput {

    private final TurnRequest request;
    private final Consumer<ChatFrame> client;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean ended;

    /** @param client takes frames without blocking; one that is gone drops them */
    TurnOutput(TurnRequest request, Consumer<ChatFrame> client, InstantSource clock) {
        this.request = request;
        this.client = client;
        this.clock = clock;
    }

    public void delta(String text) {
        send(new ChatFrame.Delta(
                request.id(), text, clock.millis(), request.session().sessionKey()));
    }

    public void toolEvent(ToolCall call, JsonNode result) {
        send(new ChatFrame.ToolEvent(
                request.id(), request.session().sessionKey(), call.name(), call.id(), readable(call), result));
    }

    void end(Outcome outcome) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                client.accept(
                        switch (outcome) {
                            case Outcome.Answered(String text) ->
                                new ChatFrame.Receive(
                                        request.id(),
                                        text,
                                        clock.millis(),
                                        request.session().sessionKey());
                            case Outcome.Failed(var code, String message) ->
                                new ChatFrame.Failed(request.id(), code, message, clock.millis());
                        });
            }
        } finally {
            lock.unlock();
        }
    }

    // nothing follows the end, also when a timeout ended the turn while its thread was still at work
    private void send(ChatFrame frame) {
        lock.lock();
        try {
            if (!ended) {
                client.accept(frame);
            }
        } finally {
            lock.unlock();
        }
    }

    private static JsonNode readable(ToolCall call) {
        try {
            return Json.parse(call.arguments());
        } catch (InvalidJsonException e) {
            return Json.tree(call.arguments());
        }
    }
}
