package io.spiderweb.gateway.workspace;

import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.Workspace;
import io.spiderweb.mount.source.WorkspaceMounts;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.fs.Attr;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** A workspace through the mount engine: the files lie on the file nodes that the control plane names. */
public final class MountedFiles implements WorkspaceFiles {

    private final Workspace workspace;

    private MountedFiles(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Connects to nodes when their files are asked for; no node has to be there now. */
    public static MountedFiles open(WsClient client, WorkspaceStatus status) throws IOException {
        return new MountedFiles(Workspace.open(client, MountOptions.lasting(), WorkspaceMounts.endpoints(status)));
    }

    @Override
    public List<Entry> list(WorkspacePath path) throws FsException {
        return workspace.list(absolute(path)).stream()
                .map(entry -> new Entry(entry.name(), typeOf(entry.attr())))
                .toList();
    }

    @Override
    public Content read(WorkspacePath path, int maxBytes) throws IOException {
        if (workspace.stat(absolute(path)).isDirectory()) {
            throw new FsException(Errno.EISDIR, path + " is a directory");
        }
        try (InputStream file = workspace.read(absolute(path))) {
            byte[] bytes = file.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes
                    ? new Content(Arrays.copyOf(bytes, maxBytes), true)
                    : new Content(bytes, false);
        }
    }

    @Override
    public void write(WorkspacePath path, byte[] content, boolean append, boolean createParents) throws FsException {
        Workspace.WriteMode mode = append ? Workspace.WriteMode.APPEND : Workspace.WriteMode.REPLACE;
        workspace.write(absolute(path), content, mode, createParents);
    }

    @Override
    public void update(WorkspaceStatus status) throws IOException {
        workspace.updateEndpoints(WorkspaceMounts.endpoints(status));
    }

    @Override
    public void close() {
        workspace.close();
    }

    private static String absolute(WorkspacePath path) {
        return "/" + path.text();
    }

    private static Type typeOf(Attr attr) {
        return switch (attr.kind()) {
            case Attr.FILE -> Type.FILE;
            case Attr.DIRECTORY -> Type.DIRECTORY;
            case Attr.SYMLINK -> Type.SYMLINK;
            default -> Type.OTHER;
        };
    }
}
