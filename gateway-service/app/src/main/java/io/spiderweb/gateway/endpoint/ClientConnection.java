package io.spiderweb.gateway.endpoint;

import io.spiderweb.gateway.acheron.AcheronChannel;
import io.spiderweb.gateway.agent.Agents;
import io.spiderweb.gateway.auth.Client;
import io.spiderweb.gateway.control.Upstream;
import io.spiderweb.gateway.job.Jobs;
import io.spiderweb.gateway.session.RebindGuard;
import io.spiderweb.gateway.session.Sessions;
import io.spiderweb.gateway.turn.TurnRequest;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.acheron.AcheronCodec;
import io.spiderweb.wire.acheron.AcheronError;
import io.spiderweb.wire.acheron.AcheronFrame;
import io.spiderweb.wire.chat.ChatCodec;
import io.spiderweb.wire.chat.ChatFrame;
import io.spiderweb.wire.chat.ChatRequest;
import io.spiderweb.wire.control.AgentReply;
import io.spiderweb.wire.control.AgentRequest;
import io.spiderweb.wire.control.ConnectionReply.VersionAck;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.control.SessionRequest;
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

    private static final String NOT_FOR_CHAT = "this credential may not talk to agents";

    /** What all connections share. */
    record Services(Turns turns, Agents agents, Jobs jobs, InstantSource clock) {}

    /** Protocol error ({@code RFC 6455 7.4.1}). */
    private static final int CLOSE_PROTOCOL = 1002;

    private final Client client;
    private final Outbox outbox;
    private final Upstream upstream;
    private final Services services;
    private final RebindGuard guard;
    private final AcheronChannel acheron;
    private boolean negotiated;

    ClientConnection(Client client, Outbox outbox, Upstream upstream, Services services) {
        this.client = client;
        this.outbox = outbox;
        this.upstream = upstream;
        this.services = services;
        this.guard = new RebindGuard(services.turns());
        this.acheron = new AcheronChannel(client.principal(), services.jobs(), services.turns(), outbox);
    }

    void handle(String text) throws InterruptedException {
        Optional<ChatRequest> chat = ChatCodec.decode(text);
        if (chat.isPresent()) {
            chat(chat.get());
            return;
        }
        Optional<Decoded<AcheronFrame, AcheronError>> runtime = AcheronCodec.decode(text);
        if (runtime.isPresent()) {
            runtime(runtime.get());
            return;
        }
        switch (ControlCodec.decodeRequest(text)) {
            case Decoded.Ok<ControlFrame.Request, ControlError>(ControlFrame.Request request) -> control(request);
            case Decoded.Rejected<ControlFrame.Request, ControlError>(ControlError error) ->
                outbox.send(ControlCodec.encode(error));
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
            } else if (AgentReply.class.isAssignableFrom(request.operation().reply())) {
                agents(request);
            } else {
                forward(request);
            }
        }
    }

    private void agents(ControlFrame.Request request) throws InterruptedException {
        switch (request.request()) {
            case Decoded.Ok<ControlRequest, ControlError>(ControlRequest payload) -> {
                Sessions sessions;
                try {
                    sessions = upstream.awaitSessions();
                } catch (IOException e) {
                    refuse(request, ErrorCode.CONTROL_PLANE_ERROR, unknownSessions(e));
                    return;
                }
                if (!client.mayChat()) {
                    refuse(request, ErrorCode.FORBIDDEN, NOT_FOR_CHAT);
                } else if (sessions.gate() != null) {
                    refuse(request, sessions.gate().code(), sessions.gate().message());
                } else if (payload instanceof AgentRequest asked) {
                    agents(request, asked, sessions);
                }
            }
            case Decoded.Rejected<ControlRequest, ControlError>(ControlError error) ->
                outbox.send(ControlCodec.encode(error));
        }
    }

    private void agents(ControlFrame.Request request, AgentRequest asked, Sessions sessions) {
        Optional<AgentReply> reply = services.agents().answer(client.principal(), sessions, asked);
        if (reply.isPresent()) {
            outbox.send(ControlCodec.encode(request.id(), request.operation(), reply.get()));
        } else {
            refuse(
                    request,
                    ErrorCode.AGENT_NOT_FOUND,
                    "you have met no such agent: agent_list names those that you have");
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

    private void runtime(Decoded<AcheronFrame, AcheronError> decoded) throws InterruptedException {
        switch (decoded) {
            case Decoded.Ok<AcheronFrame, AcheronError>(AcheronFrame frame) -> {
                Sessions sessions;
                try {
                    sessions = upstream.awaitSessions();
                } catch (IOException e) {
                    refuse(frame, ErrorCode.RUNTIME_UNAVAILABLE, unknownSessions(e));
                    return;
                }
                if (!client.mayChat()) {
                    refuse(frame, ErrorCode.FORBIDDEN, NOT_FOR_CHAT);
                } else if (sessions.gate() != null) {
                    refuse(frame, sessions.gate().code(), sessions.gate().message());
                } else {
                    acheron.handle(frame, sessions);
                }
            }
            case Decoded.Rejected<AcheronFrame, AcheronError>(AcheronError error) ->
                outbox.send(AcheronCodec.encode(error));
        }
    }

    private void refuse(AcheronFrame frame, ErrorCode code, String message) {
        outbox.send(AcheronCodec.encode(frame.error(code, message)));
    }

    // ---- without a channel

    private void chat(ChatRequest request) throws InterruptedException {
        switch (request) {
            case ChatRequest.Connect connect ->
                send(new ChatFrame.ConnectAck(connect.id(), services.clock().millis()));
            case ChatRequest.Ping ping ->
                send(new ChatFrame.Pong(ping.id(), services.clock().millis()));
            case ChatRequest.SessionSend(String id, String content, String key) -> startTurn(id, content, key);
        }
    }

    private void startTurn(String id, @Nullable String content, @Nullable String key) throws InterruptedException {
        Sessions sessions;
        try {
            sessions = upstream.awaitSessions();
        } catch (IOException e) {
            fail(id, ErrorCode.EXECUTION_FAILED, unknownSessions(e));
            return;
        }
        Optional<Binding> session = sessions.find(key);
        if (!client.mayChat()) {
            fail(id, ErrorCode.EXECUTION_FAILED, NOT_FOR_CHAT);
        } else if (sessions.gate() != null) {
            fail(id, ErrorCode.EXECUTION_FAILED, sessions.gate().message());
        } else if (session.isEmpty()) {
            fail(id, ErrorCode.INVALID_ENVELOPE, "unknown session_key");
        } else if (RebindGuard.isReserved(session.get(), client.principal())) {
            fail(id, ErrorCode.EXECUTION_FAILED, "user role cannot use the system agent or project");
        } else if (content == null) {
            fail(id, ErrorCode.MISSING_CONTENT, "session.send requires content");
        } else {
            services.turns().submit(new TurnRequest(id, client.principal(), session.get(), content), this::send);
        }
    }

    private void fail(String id, ErrorCode code, String message) {
        send(new ChatFrame.Failed(id, code, message, services.clock().millis()));
    }

    private static String unknownSessions(IOException e) {
        return "your sessions are not known: " + e.getMessage();
    }

    private void send(ChatFrame frame) {
        outbox.send(ChatCodec.encode(frame));
    }
}
