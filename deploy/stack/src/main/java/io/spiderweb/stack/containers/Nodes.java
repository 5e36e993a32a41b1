package io.spiderweb.stack.containers;

import io.spiderweb.stack.StackException;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import java.io.IOException;
import java.util.Comparator;
import java.util.Optional;

/** Invites nodes, and waits until they have come. */
final class Nodes {

    private final ControlConnection control;
    private final HandOver handOver;
    private final Patience patience;

    Nodes(ControlConnection control, HandOver handOver, Patience patience) {
        this.control = control;
        this.handOver = handOver;
        this.patience = patience;
    }

    /**
     * Invites a node, unless it was and came.
     *
     * @return from when on it has to have joined, in milliseconds of the control plane's clock
     */
    long invite(String name) throws IOException {
        if (handOver.hasInvite(name) && find(name, 0).isPresent()) {
            return 0;
        }
        NodeReply.Invite invite = control.call(
                ControlOperation.NODE_INVITE_CREATE,
                new NodeRequest.InviteCreate(NodeRequest.DEFAULT_INVITE_MS),
                NodeReply.Invite.class);
        handOver.toNode(name, invite.inviteToken());
        return invite.createdAtMs();
    }

    /** The id of a node, as soon as it has joined. */
    String awaitJoined(String name, long sinceMs) throws StackException, IOException, InterruptedException {
        return patience.await(name + " has not joined the control plane: see its log", () -> find(name, sinceMs))
                .nodeId();
    }

    // a node whose volume was lost is there twice: the one that joined last is the one that runs
    private Optional<NodeReply.Node> find(String name, long sinceMs) throws IOException {
        return control
                .call(ControlOperation.NODE_LIST, new NodeRequest.ListAll(), NodeReply.Nodes.class)
                .nodes()
                .stream()
                .filter(node -> node.nodeName().equals(name) && node.joinedAtMs() >= sinceMs)
                .max(Comparator.comparingLong(NodeReply.Node::joinedAtMs));
    }
}
