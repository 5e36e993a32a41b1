package io.spiderweb.wire.control;

/** Answers to {@link ConnectionRequest}. */
public sealed interface ConnectionReply extends ControlReply {

    record VersionAck(String protocol, String fsrpcRuntime, String fsrpcNode, int fsrpcNodeProto)
            implements ConnectionReply {

        public static VersionAck ours() {
            return new VersionAck(ConnectionRequest.PROTOCOL, "acheron-1", "unified-v2-fs", 2);
        }
    }

    /**
     * @param agentId agent of the active session
     * @param session its key
     * @param role {@code admin} or {@code user}
     */
    record ConnectAck(String agentId, String session, String protocol, String role) implements ConnectionReply {}

    /** The acknowledgement of a subscription travels as an event of category {@code control.subscription}. */
    record Subscription(boolean enabled) implements ConnectionReply {}
}
