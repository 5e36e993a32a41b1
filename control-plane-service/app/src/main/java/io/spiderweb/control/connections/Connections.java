package io.spiderweb.control.connections;

import io.spiderweb.wire.control.Principal;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The connections that this process holds, so that whoever may not connect any more does not stay either. */
@Singleton
public class Connections {

    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    public void opened(Connection connection) {
        open.add(connection);
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
        List<Connection> ended =
                open.stream().filter(each -> whose.test(each.principal())).toList();
        ended.forEach(each -> each.end(reason));
        return ended.size();
    }
}
