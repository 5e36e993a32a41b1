package io.spiderweb.gateway.endpoint;

import io.spiderweb.gateway.auth.Client;
import io.spiderweb.gateway.control.Upstream;
import io.spiderweb.gateway.session.RebindGuard;
import io.spiderweb.gateway.session.Sessions;
import io.spiderweb.gateway.turn.TurnRequest;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Envelope;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.chat.ChatCodec;
import io.spiderweb.wire.chat.ChatFrame;
import io.spiderweb.wire.chat.ChatRequest;
import io.spiderweb.wire.control.ConnectionReply.VersionAck;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.control.SessionRequest;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a client's frames ({@code spec gateway 2.3, 13}). They are handled one after the other, except that a chat turn
 * is only submitted here and streams its frames when it likes.
 */
final class ClientConnection implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ClientConnection.class);

    /** Protocol error ({@code RFC 6455 7.4.1}). */
    private static final int CLOSE_PROTOCOL = 1002;

    private final Client client;
    private final Outbox outbox;
    private final Upstream upstream;
    private final Turns turns;
    private final RebindGuard guard;
    private final InstantSource clock;
    private boolean negotiated;

    ClientConnection(
            Client client, Outbox outbox, Upstream upstream, Turns turns, RebindGuard guard, InstantSource clock) {
        this.client = client;
        this.outbox = outbox;
        this.upstream = upstream;
        this.turns = turns;
        this.guard = guard;
        this.clock = clock;
    }

    void handle(String text) throws InterruptedException {
        Optional<ChatRequest> chat = ChatCodec.decode(text);
        if (chat.isPresent()) {
            chat(chat.get());
            return;
        }
        switch (ControlCodec.decodeRequest(text)) {
            case Decoded.Ok<ControlFrame.Request, ControlError>(ControlFrame.Request request) -> control(request);
            case Decoded.Rejected<ControlFrame.Request, ControlError>(ControlError error) ->
                outbox.send(runtimeError(text).orElseGet(() -> ControlCodec.encode(error)));
        }
    }

    @Override
    public void close() {
        upstream.close();
    }

    // ---- control channel

    private void control(ControlFrame.Request request) throws InterruptedException {
        if (request.operation().access() == ControlOperation.Access.SERVICE) {
            // services talk to the control plane itself
            refuse(
                    request,
                    ErrorCode.INVALID_ENVELOPE,
                    "UnsupportedType: no client may call " + request.operation().type());
        } else if (request.operation() == ControlOperation.VERSION) {
            negotiate(request);
        } else if (!negotiated) {
            refuse(request, ErrorCode.PROTOCOL_MISMATCH, "control.version must be negotiated first");
            outbox.close(CLOSE_PROTOCOL, "control.version must be negotiated first");
        } else {
            Optional<String> busy = busy(request);
            if (busy.isPresent()) {
                refuse(request, ErrorCode.SESSION_BUSY, busy.get());
            } else {
                forward(request);
            }
        }
    }

    private void negotiate(ControlFrame.Request request) {
        switch (request.request()) {
            case Decoded.Ok<ControlRequest, ControlError> version -> {
                negotiated = true;
                outbox.send(ControlCodec.encode(request.id(), request.operation(), VersionAck.ours()));
            }
            case Decoded.Rejected<ControlRequest, ControlError>(ControlError error) -> {
                refuse(request, ErrorCode.PROTOCOL_MISMATCH, error.message());
                outbox.close(CLOSE_PROTOCOL, "only unified-v2 is spoken here");
            }
        }
    }

    private Optional<String> busy(ControlFrame.Request request) throws InterruptedException {
        if (request.operation() != ControlOperation.SESSION_ATTACH
                || !(request.request() instanceof Decoded.Ok<?, ?>(SessionRequest.Attach attach))) {
            return Optional.empty();
        }
        try {
            return guard.refusal(attach, upstream.awaitSessions(), client.principal());
        } catch (IOException e) {
            // forwarding fails in the same way, and answers
            return Optional.empty();
        }
    }

    private void forward(ControlFrame.Request request) throws InterruptedException {
        try {
            outbox.send(upstream.forward(request));
        } catch (IOException e) {
            LOG.debugf("%s was not answered: %s", request.operation().type(), e.getMessage());
            refuse(request, ErrorCode.CONTROL_PLANE_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void refuse(ControlFrame.Request request, ErrorCode code, String message) {
        outbox.send(ControlCodec.encode(request.error(code, message)));
    }

    // ---- runtime channel

    /** The answer to a frame of the runtime file protocol, which is not served ({@code spec gateway 4.3}). */
    private static Optional<String> runtimeError(String text) {
        try {
            Envelope envelope = Envelope.parse(text);
            if (!envelope.channel().equals("acheron")) {
                return Optional.empty();
            }
            var error = Json.object().put("channel", "acheron").put("type", "acheron.error");
            if (envelope.tag() != null) {
                error.put("tag", envelope.tag());
            }
            error.put("ok", false)
                    .putObject("error")
                    .put("code", "unsupported")
                    .put("message", "unsupported acheron operation: this gateway serves chat as session.send only");
            return Optional.of(Json.write(error));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    // ---- without a channel

    private void chat(ChatRequest request) throws InterruptedException {
        switch (request) {
            case ChatRequest.Connect connect -> send(new ChatFrame.ConnectAck(connect.id(), clock.millis()));
            case ChatRequest.Ping ping -> send(new ChatFrame.Pong(ping.id(), clock.millis()));
            case ChatRequest.SessionSend(String id, String content, String key) -> startTurn(id, content, key);
        }
    }

    private void startTurn(String id, @Nullable String content, @Nullable String key) throws InterruptedException {
        Sessions sessions;
        try {
            sessions = upstream.awaitSessions();
        } catch (IOException e) {
            fail(id, ErrorCode.EXECUTION_FAILED, "your sessions are not known: " + e.getMessage());
            return;
        }
        Optional<Binding> session = sessions.find(key);
        if (!client.mayChat()) {
            fail(id, ErrorCode.EXECUTION_FAILED, "this credential may not talk to agents");
        } else if (sessions.gate() != null) {
            fail(id, ErrorCode.EXECUTION_FAILED, sessions.gate());
        } else if (session.isEmpty()) {
            fail(id, ErrorCode.INVALID_ENVELOPE, "unknown session_key");
        } else if (RebindGuard.isReserved(session.get(), client.principal())) {
            fail(id, ErrorCode.EXECUTION_FAILED, "user role cannot use the system agent or project");
        } else if (content == null) {
            fail(id, ErrorCode.MISSING_CONTENT, "session.send requires content");
        } else {
            turns.submit(new TurnRequest(id, client.principal(), session.get(), content), this::send);
        }
    }

    private void fail(String id, ErrorCode code, String message) {
        send(new ChatFrame.Failed(id, code, message, clock.millis()));
    }

    private void send(ChatFrame frame) {
        outbox.send(ChatCodec.encode(frame));
    }
}
