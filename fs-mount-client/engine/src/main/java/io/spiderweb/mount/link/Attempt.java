package io.spiderweb.mount.link;

import io.spiderweb.transport.ConnectionLostException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt to connect. It may be lost before it succeeded, and has one or two sockets, of which any may end it. */
final class Attempt {

    private final BiConsumer<Session, String> onLoss;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Session session;
    private boolean lost;

    /** @param onLoss called once, if it is lost after it succeeded */
    Attempt(BiConsumer<Session, String> onLoss) {
        this.onLoss = onLoss;
    }

    /**
     * The session is open.
     *
     * @param up called before any loss is told
     */
    Session succeeded(Session established, Consumer<Session> up) throws ConnectionLostException {
        lock.lock();
        try {
            if (lost) {
                established.close();
                throw new ConnectionLostException("the connection was lost at once");
            }
            session = established;
            up.accept(established);
            return established;
        } finally {
            lock.unlock();
        }
    }

    void lost(String reason) {
        Session ended;
        lock.lock();
        try {
            if (lost) {
                return;
            }
            lost = true;
            ended = session;
        } finally {
            lock.unlock();
        }
        if (ended != null) {
            onLoss.accept(ended, reason);
        }
    }
}
