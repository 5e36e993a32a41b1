package io.spiderweb.control.connections;

import io.spiderweb.wire.control.Principal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** The connections that this process holds, so that whoever may not connect any more does not stay either. */
@Singleton
public class Connections {

    /** More than happen while anybody is on its way in. */
    private static final int REMEMBERED = 100;

    private record Expulsion(Predicate<Principal> whose, String reason, long nanos) {}

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Queue<Expulsion> expulsions = new ConcurrentLinkedQueue<>();

    /**
     * A connection was opened. It ends at once if its peer lost its right while it was on its way in.
     *
     * @param askedNanos when its peer asked to come in, by {@link System#nanoTime}
     */
    public void opened(Connection connection, long askedNanos) {
        open.add(connection);
        expulsions.stream()
                .filter(each -> each.nanos() - askedNanos >= 0 && each.whose().test(connection.principal()))
                .findFirst()
                .ifPresent(each -> connection.end(each.reason()));
    }

    public void closed(Connection connection) {
        open.remove(connection);
    }

    public int count() {
        return open.size();
    }

    /**
     * Ends the connections of those whom {@code whose} names.
     *
     * @param reason what the peer is told, up to 123 bytes
     * @return how many were ended
     */
    public int end(Predicate<Principal> whose, String reason) {
        expulsions.add(new Expulsion(whose, reason, System.nanoTime()));
        if (expulsions.size() > REMEMBERED) {
            expulsions.poll();
        }
        List<Connection> ended =
                open.stream().filter(each -> whose.test(each.principal())).toList();
        ended.forEach(each -> each.end(reason));
        return ended.size();
    }
}
