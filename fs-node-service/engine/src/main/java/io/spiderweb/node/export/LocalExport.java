package io.spiderweb.node.export;

import io.spiderweb.linux.Errnos;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.wire.fs.Export;
import java.io.IOException;

/**
 * A directory of this machine, on offer.
 *
 * @param watched whether changes by local programs are noticed
 */
public record LocalExport(ExportSpec spec, ExportTree tree, boolean watched) implements AutoCloseable {

    /** @throws IOException with a message for people, when there is no such directory */
    public static LocalExport open(int number, ExportSpec spec, int limit, ExportTree.Watch watch, boolean watched)
            throws IOException {
        try {
            return new LocalExport(spec, ExportTree.open(number, spec.path(), limit, watch), watched);
        } catch (LinuxException e) {
            throw new IOException("export " + spec.name() + ": " + explain(spec, e), e);
        }
    }

    public String name() {
        return spec.name();
    }

    /**
     * What clients are told. The description is not the path, which would tell clients about this machine.
     *
     * @param readOnly as this client may use it
     */
    public Export describe(boolean readOnly) {
        return new Export(
                spec.name(),
                tree.rootId(),
                readOnly || spec.readOnly(),
                "directory " + spec.name(),
                "linux",
                "linux:" + spec.name(),
                new Export.Caps(watched, true, true, true, true, true));
    }

    @Override
    public void close() {
        tree.close();
    }

    private static String explain(ExportSpec spec, LinuxException e) {
        return switch (e.errno()) {
            case Errnos.ENOENT -> "there is no directory " + spec.path() + ": make it or name another";
            case Errnos.ENOTDIR -> spec.path() + " is not a directory: name the directory it is in";
            case Errnos.EACCES -> "no permission to enter " + spec.path();
            default -> String.valueOf(e.getMessage());
        };
    }
}
