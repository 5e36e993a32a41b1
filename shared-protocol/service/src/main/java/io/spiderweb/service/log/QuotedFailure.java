package io.spiderweb.service.log;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An exception as it may be shown: the same types, places and causes, with messages that are free of secrets. */
final class QuotedFailure extends Throwable {

    private static final long serialVersionUID = 1;
    private static final int MAX_CAUSES = 16;

    private final String text;

    private QuotedFailure(Throwable original, @Nullable Throwable cause) {
        super(null, cause, false, true);
        text = Line.of(original.toString());
        setStackTrace(original.getStackTrace());
    }

    static QuotedFailure of(Throwable failure) {
        return of(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static QuotedFailure of(Throwable failure, Set<Throwable> seen) {
        seen.add(failure);
        Throwable cause = failure.getCause();
        return cause == null || seen.contains(cause) || seen.size() == MAX_CAUSES
                ? new QuotedFailure(failure, null)
                : new QuotedFailure(failure, of(cause, seen));
    }

    /** The exceptions in a row, from the outermost to what caused it all. */
    String line() {
        StringBuilder line = new StringBuilder(text);
        for (@Nullable Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            line.append(", because of ").append(cause);
        }
        return line.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
