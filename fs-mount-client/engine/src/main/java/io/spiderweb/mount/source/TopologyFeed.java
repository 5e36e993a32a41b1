package io.spiderweb.mount.source;

import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.TopologyEvent;
import java.io.IOException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to topology events that outlives its connection ({@code spec control 5.1}). Whatever may have been missed, while
 * there was no connection or because a number is missing, is told as {@link TopologyNews.Unknown}.
 */
public final class TopologyFeed {

    private static final Logger LOG = Logger.getLogger(TopologyFeed.class);
    private static final TopologyNews UNKNOWN = new TopologyNews.Unknown();

    private final Consumer<TopologyNews> listener;
    private @Nullable Long last;

    /** @param listener must not block */
    public TopologyFeed(Consumer<TopologyNews> listener) {
        this.listener = listener;
    }

    /**
     * Subscribes on a new connection, whose events go to {@link #accept}. A server that has no events is no error.
     *
     * @throws IOException if the connection breaks meanwhile
     */
    public void subscribe(ControlConnection connection) throws IOException {
        begin();
        try {
            connection.call(
                    ControlOperation.DEBUG_SUBSCRIBE,
                    new ConnectionRequest.DebugSubscribe(),
                    ConnectionReply.Subscription.class);
        } catch (ControlException e) {
            LOG.warnf("There will be no news of workspaces, they are only asked for: %s", e.getMessage());
        }
        listener.accept(UNKNOWN);
    }

    /** Takes an event, of whatever kind, in the order of the connection. */
    public void accept(ControlFrame.Event event) {
        TopologyEvent.of(event).ifPresent(this::accept);
    }

    private void accept(TopologyEvent event) {
        switch (event) {
            case TopologyEvent.Changed changed -> changed(changed);
            case TopologyEvent.Delta delta -> {
                // without a number it shows what the one who made the change may see (spec mount 10 W14)
                if (delta.seq() != null) {
                    listener.accept(new TopologyNews.Now(delta.status()));
                }
            }
        }
    }

    private void changed(TopologyEvent.Changed changed) {
        String projectId = changed.projectId();
        if (!follows(changed.seq())) {
            listener.accept(UNKNOWN);
        } else if (!changed.delta()) {
            listener.accept(projectId == null ? UNKNOWN : new TopologyNews.Changed(projectId));
        }
    }

    private synchronized void begin() {
        last = null;
    }

    private synchronized boolean follows(@Nullable Long seq) {
        boolean follows = seq != null && (last == null || seq == last + 1);
        last = seq;
        return follows;
    }
}
