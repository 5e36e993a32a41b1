package io.spiderweb.wire.fs;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something changed on a node ({@code spec fs-node 8}). {@code seq} counts the node's events from 1 and is there with
 * {@code events-1} only.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FsEvent {

    @Nullable Long seq();

    /** A file's or directory's attributes or content changed. */
    record Inval(
            long node,
            What what,
            @JsonProperty("gen") @Nullable Long generation,
            @Nullable Long seq) implements FsEvent {
        public Inval {
            requireNonNull(what, "what");
        }
    }

    /** A directory's entries changed. */
    record InvalDir(
            long dir, @Nullable Long dirGen, @Nullable Long seq) implements FsEvent {}

    enum What {
        ATTR,
        DATA,
        ALL;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
