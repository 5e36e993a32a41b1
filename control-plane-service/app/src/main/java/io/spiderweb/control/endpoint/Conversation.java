package io.spiderweb.control.endpoint;

import io.spiderweb.control.Caller;
import io.spiderweb.control.PrimaryAgent;
import io.spiderweb.control.Refused;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.MutationGate;
import io.spiderweb.control.connections.Connections;
import io.spiderweb.control.pairing.RequestRate;
import io.spiderweb.control.sessions.SessionTable;
import io.spiderweb.control.sessions.Sessions;
import io.spiderweb.control.topology.Subscriber;
import io.spiderweb.control.topology.Subscribers;
import io.spiderweb.service.log.LogContext;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.AgentRequest;
import io.spiderweb.wire.control.AuthRequest;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.ControlRequest;
import io.spiderweb.wire.control.InternalRequest;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.control.OperatorRequest;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.SessionRequest;
import io.spiderweb.wire.json.Json;
import org.jboss.logging.Logger;

/**
 * One client, from its first frame to its last. Its frames are handled one after the other by one thread, so that replies leave in
 * the order of the requests; pushes come from another thread.
 */
final class Conversation implements Subscriber {

    private static final Logger LOG = Logger.getLogger(Conversation.class);

    /** What all conversations share. */
    record Services(
            Operations operations,
            Sessions sessions,
            MutationGate gate,
            RequestRate requestRate,
            Subscribers subscribers,
            PrimaryAgent primaryAgent,
            Connections connections,
            Audit audit) {}

    /** Protocol error ({@code RFC 6455 7.4.1}). */
    private static final int CLOSE_PROTOCOL_ERROR = 1002;

    private final Principal principal;
    private final String address;
    private final Outgoing outgoing;
    private final Services services;
    private final SessionTable sessions;
    private volatile Caller caller;
    private boolean negotiated;

    /** Blocks: reads where the principal's role attached last. */
    Conversation(Peer peer, Outgoing outgoing, Services services) {
        this.principal = peer.principal();
        this.address = peer.address();
        this.outgoing = outgoing;
        this.services = services;
        this.sessions = services.sessions().open(principal);
        this.caller = services.primaryAgent().caller(principal, sessions.actingAgent());
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public boolean push(String frame) {
        return outgoing.push(frame);
    }

    @Override
    public long waiting() {
        return outgoing.waiting();
    }

    /** Answers one frame, whatever it is. */
    void handle(String frame) {
        outgoing.begin();
        try {
            switch (ControlCodec.decodeRequest(frame)) {
                case Decoded.Rejected<ControlFrame.Request, ControlError>(ControlError error) -> refuse(error);
                case Decoded.Ok<ControlFrame.Request, ControlError>(ControlFrame.Request request) -> handle(request);
            }
        } finally {
            outgoing.end();
        }
    }

    void end() {
        services.subscribers().remove(this);
    }

    private void handle(ControlFrame.Request request) {
        try (var _ = LogContext.current().with(LogContext.REQUEST, request.id()).open()) {
            act(request);
        }
    }

    private void act(ControlFrame.Request request) {
        ControlOperation operation = request.operation();
        if (!negotiated && operation != ControlOperation.VERSION) {
            refuse(plain(request, ErrorCode.PROTOCOL_MISMATCH, "control.version comes first"));
            return;
        }
        boolean passesGate = operation == ControlOperation.VERSION || operation == ControlOperation.SESSION_ATTACH;
        if (!passesGate && sessions.gate().isPresent()) {
            refuse(plain(request, sessions.gate().get(), "attach to an agent and a project of yours first"));
            return;
        }
        try {
            checkAllowed(request);
            switch (request.request()) {
                case Decoded.Rejected<ControlRequest, ControlError>(ControlError error) -> refuse(request, error);
                case Decoded.Ok<ControlRequest, ControlError>(ControlRequest payload) -> answer(request, payload);
            }
        } catch (Refused e) {
            refuse(request, request.error(e.code(), e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s failed", request.operation().type());
            refuse(
                    request,
                    request.error(
                            ErrorCode.CONTROL_PLANE_ERROR, "the control plane could not do this: its log tells why"));
        }
    }

    /** The checks that come before the payload is read, in their order ({@code spec control 3.3}). */
    private void checkAllowed(ControlFrame.Request request) throws Refused {
        ControlOperation operation = request.operation();
        Rights.check(principal, operation);
        if (operation == ControlOperation.NODE_JOIN_REQUEST && !principal.isAdmin()) {
            services.requestRate().count(address);
        }
        if (operation.scope() != Scope.NONE) {
            if (request.correlation() == null) {
                throw new Refused(
                        ErrorCode.CORRELATION_REQUIRED, "CorrelationRequired: give an id or a correlation_id");
            }
            services.gate().check(operation.scope(), request.payload());
        }
    }

    private void answer(ControlFrame.Request request, ControlRequest payload) throws Refused {
        switch (payload) {
            case ConnectionRequest connection -> answer(request, connection);
            case SessionRequest session -> {
                ControlReply reply = services.sessions().answer(principal, sessions, session);
                caller = services.primaryAgent().caller(principal, sessions.actingAgent());
                reply(request, reply);
            }
            case NodeRequest node -> reply(request, services.operations().answer(caller, address, node));
            case ProjectRequest project -> reply(request, services.operations().answer(caller, project));
            case AuthRequest auth -> reply(request, services.operations().answer(auth));
            case OperatorRequest operator ->
                reply(request, services.operations().answer(operator));
            case AgentRequest agents ->
                throw new Refused(ErrorCode.UNSUPPORTED, "agents and their sessions are the gateway's: ask it");
            case InternalRequest internal ->
                reply(request, services.operations().answer(internal));
        }
    }

    private void answer(ControlFrame.Request request, ConnectionRequest payload) {
        switch (payload) {
            case ConnectionRequest.Version version -> {
                negotiated = true;
                reply(request, ConnectionReply.VersionAck.ours());
            }
            case ConnectionRequest.Connect connect ->
                reply(
                        request,
                        new ConnectionReply.ConnectAck(
                                sessions.actingAgent(), sessions.activeKey(), ConnectionRequest.PROTOCOL, role()));
            case ConnectionRequest.Ping ping -> reply(request, new ControlReply.Empty());
            case ConnectionRequest.DebugSubscribe subscribe -> {
                // first, so that whoever reads the acknowledgement misses nothing
                services.subscribers().add(this);
                acknowledge(request, true);
            }
            case ConnectionRequest.DebugUnsubscribe unsubscribe -> {
                services.subscribers().remove(this);
                acknowledge(request, false);
            }
        }
    }

    private String role() {
        return (principal.role() == Role.INVITE ? Role.NODE : principal.role()).wireName();
    }

    private void acknowledge(ControlFrame.Request request, boolean enabled) {
        ConnectionReply.Subscription reply = new ConnectionReply.Subscription(enabled);
        services.audit().done(caller, address, request, reply);
        outgoing.answer(ControlCodec.encode(new ControlFrame.Event(
                request.id() == null ? "generated" : request.id(),
                "control.subscription",
                Json.tree(reply),
                services.subscribers().nowMs())));
    }

    private void reply(ControlFrame.Request request, Answer answer) {
        reply(request, answer.reply());
        if (answer.projectId() != null) {
            LOG.infof("%s of %s by %s", request.operation().type(), answer.projectId(), principal.id());
        }
    }

    private void reply(ControlFrame.Request request, ControlReply reply) {
        services.audit().done(caller, address, request, reply);
        outgoing.answer(ControlCodec.encode(request.id(), request.operation(), reply));
    }

    // negotiation and gate answer for all operations in the same shape (spec control 1.3)
    private static ControlError plain(ControlFrame.Request request, ErrorCode code, String message) {
        return ControlError.plain(request.id(), code, message);
    }

    private void refuse(ControlFrame.Request request, ControlError error) {
        services.audit().refused(caller, address, request, error.code());
        refuse(error);
    }

    private void refuse(ControlError error) {
        outgoing.answer(ControlCodec.encode(error));
        if (error.code() == ErrorCode.PROTOCOL_MISMATCH) {
            outgoing.close(CLOSE_PROTOCOL_ERROR, "protocol mismatch");
        }
    }
}
