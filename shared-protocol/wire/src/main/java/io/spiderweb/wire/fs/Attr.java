package io.spiderweb.wire.fs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Attributes of one file or directory ({@code spec fs-node 4.1}); all members are always present.
 *
 * @param id node id, from 1 to 2^63-1
 * @param kind 1 file, 2 directory, 3 symbolic link
 * @param mode {@code st_mode}, type and permission bits
 * @param atime nanoseconds since the epoch, as the other two times
 * @param generation changes when the content does
 */
public record Attr(
        @JsonProperty("id") long id,
        @JsonProperty("k") int kind,
        @JsonProperty("m") int mode,
        @JsonProperty("n") long nlink,
        @JsonProperty("u") long uid,
        @JsonProperty("g") long gid,
        @JsonProperty("sz") long size,
        @JsonProperty("at") long atime,
        @JsonProperty("mt") long mtime,
        @JsonProperty("ct") long ctime,
        @JsonProperty("gen") long generation) {

    /** Refuses an id that addresses nothing, as a peer's broken reply would carry. */
    public Attr {
        if (id <= 0) {
            throw new IllegalArgumentException("a node id is positive, not " + id);
        }
    }

    public static final int FILE = 1;
    public static final int DIRECTORY = 2;
    public static final int SYMLINK = 3;

    @JsonIgnore
    public boolean isDirectory() {
        return kind == DIRECTORY;
    }
}
