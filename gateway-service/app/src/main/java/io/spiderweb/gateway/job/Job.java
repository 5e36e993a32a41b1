package io.spiderweb.gateway.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a job without its texts. Times are milliseconds since the epoch.
 *
 * @param jobId {@code job-<n>}
 * @param correlationId by which its sender knows it
 * @param error why it failed
 */
public record Job(
        String jobId,
        State state,
        @Nullable String correlationId,
        @Nullable String error,
        long createdAtMs,
        long updatedAtMs) {

    /** The last two are final. */
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static State of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }

        boolean isFinal() {
            return this == DONE || this == FAILED;
        }
    }

    Job with(State next, @Nullable String why, long nowMs) {
        return new Job(jobId, next, correlationId, why, createdAtMs, nowMs);
    }
}
