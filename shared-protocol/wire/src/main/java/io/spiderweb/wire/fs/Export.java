package io.spiderweb.wire.fs;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A directory that a node offers ({@code spec fs-node 4.3}).
 *
 * @param root node id of its root, never 0
 */
public record Export(
        String name,
        long root,
        @JsonProperty("ro") boolean readOnly,
        @Nullable String desc,
        @Nullable String sourceKind,
        @Nullable String sourceId,
        @Nullable Caps caps) {

    public Export {
        requireNonNull(name, "name");
    }

    public record Caps(
            boolean nativeWatch,
            boolean caseSensitive,
            boolean symlink,
            boolean xattr,
            boolean locks,
            boolean statfs) {}
}
