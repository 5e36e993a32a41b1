package io.spiderweb.gateway.workspace;

import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.util.List;

/**
 * The files of one workspace, wherever they lie. Calls block, for a bounded time, and fail with an {@link IOException} whose
 * message is for people; one that a file node refused is an {@link io.spiderweb.transport.fs.FsException}.
 */
public interface WorkspaceFiles extends AutoCloseable {

    enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        OTHER
    }

    record Entry(String name, Type type) {}

    /** @param truncated whether the file goes on behind these bytes */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared, and too large to copy
    record Content(byte[] bytes, boolean truncated) {}

    /** The entries of a directory, without dot and dot-dot, in no order. */
    List<Entry> list(WorkspacePath path) throws IOException;

    /** A file from its beginning, at most {@code maxBytes} of it. */
    Content read(WorkspacePath path, int maxBytes) throws IOException;

    /**
     * Makes or replaces a file, or adds to its end.
     *
     * @param createParents whether missing directories above it are made
     */
    void write(WorkspacePath path, byte[] content, boolean append, boolean createParents) throws IOException;

    /** Takes over what the control plane says now; files in use stay usable where their mount has not changed. */
    void update(WorkspaceStatus status) throws IOException;

    @Override
    void close();

    /** Makes workspaces out of their description. */
    @FunctionalInterface
    interface Opener {
        WorkspaceFiles open(WorkspaceStatus status) throws IOException;
    }
}
