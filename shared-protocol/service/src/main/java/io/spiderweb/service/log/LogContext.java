package io.spiderweb.service.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * What the log lines of a thread are about: a connection, a session, a request. It belongs to the thread that opened it. A thread
 * that goes on with somebody's work opens the context that it was given; one that is started without is in that of its maker.
 */
public record LogContext(Map<String, String> names) {

    public static final String CONNECTION = "connection";
    public static final String SESSION = "session";
    public static final String REQUEST = "request";

    /** Clients choose some of the names. */
    private static final int MAX_NAME = 64;

    public LogContext {
        names = Map.copyOf(names);
    }

    /** Ends with {@link #close}, which brings back what was before. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    public static LogContext current() {
        Map<String, String> names = new HashMap<>();
        MDC.getMap().forEach((name, value) -> names.put(name, value.toString()));
        return new LogContext(names);
    }

    public static LogContext connection(String id) {
        return new LogContext(Map.of()).with(CONNECTION, id);
    }

    /** @param value null leaves the context as it is */
    public LogContext with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(names);
        more.put(name, Line.of(value.length() <= MAX_NAME ? value : value.substring(0, MAX_NAME)));
        return new LogContext(more);
    }

    /** Makes it the context of this thread. */
    public Scope open() {
        LogContext before = current();
        replace(names);
        return () -> replace(before.names);
    }

    private static void replace(Map<String, String> names) {
        MDC.clear();
        names.forEach(MDC::put);
    }
}
