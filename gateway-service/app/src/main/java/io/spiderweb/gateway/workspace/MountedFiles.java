package io.spiderweb.gateway.workspace;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.Workspace;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.fs.Attr;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A workspace through the mount engine: the files lie on the file nodes that the control plane names. */
public final class MountedFiles implements WorkspaceFiles {

    private static final Logger LOG = Logger.getLogger(MountedFiles.class);

    private final Workspace workspace;

    private MountedFiles(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Connects to nodes when their files are asked for; no node has to be there now. */
    public static MountedFiles open(WsClient client, WorkspaceStatus status) {
        return new MountedFiles(Workspace.open(client, MountOptions.lasting(), endpoints(status)));
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
    public void update(WorkspaceStatus status) {
        workspace.updateEndpoints(endpoints(status));
    }

    @Override
    public void close() {
        workspace.close();
    }

    private static List<EndpointSpec> endpoints(WorkspaceStatus status) {
        return status.mounts().stream().flatMap(MountedFiles::endpoint).toList();
    }

    /** A mount whose node is unknown, or whose address or path is none of ours, is left out ({@code spec mount 6.2}). */
    private static Stream<EndpointSpec> endpoint(WorkspaceStatus.Mount mount) {
        String url = mount.fsUrl();
        Optional<MountPath> path = MountPath.parse(mount.mountPath());
        if (url == null || path.isEmpty()) {
            return Stream.empty();
        }
        try {
            String name = mount.nodeName() == null ? mount.nodeId() : mount.nodeName();
            return Stream.of(new EndpointSpec(name, url, mount.exportName(), path.get(), mount.fsAuthToken()));
        } catch (IllegalArgumentException e) {
            LOG.warnf("mount %s is left out: %s", mount.mountPath(), e.getMessage());
            return Stream.empty();
        }
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
