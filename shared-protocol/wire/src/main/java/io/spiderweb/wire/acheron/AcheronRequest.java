package io.spiderweb.wire.acheron;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks ({@code spec gateway 4.2}). A fid is the client's own number for a place in the tree. */
public sealed interface AcheronRequest {

    /** The only version there is. */
    String VERSION = "acheron-1";

    /** @param version null if the client named none, which is as wrong as another one */
    record Version(@Nullable String version, long msize) implements AcheronRequest {}

    record Attach(long fid) implements AcheronRequest {}

    record Walk(long fid, long newfid, List<String> path) implements AcheronRequest {
        public Walk {
            path = List.copyOf(path);
        }
    }

    /** @param mode wants to write if there is a {@code w} in it */
    record Open(long fid, String mode) implements AcheronRequest {
        public boolean wantsToWrite() {
            return mode.contains("w");
        }
    }

    record Read(long fid, long offset, long count) implements AcheronRequest {}

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Write(long fid, byte[] data) implements AcheronRequest {}

    record Stat(long fid) implements AcheronRequest {}

    record Clunk(long fid) implements AcheronRequest {}

    record Flush() implements AcheronRequest {}
}
