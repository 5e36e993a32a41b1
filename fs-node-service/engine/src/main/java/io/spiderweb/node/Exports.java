package io.spiderweb.node;

import io.spiderweb.node.access.Grant;
import io.spiderweb.node.export.LocalExport;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.NodeId;
import io.spiderweb.node.tree.Place;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Export;
import java.io.IOException;
import java.util.List;

/** The exports as one client may use them: what its grant does not cover does not exist for it. */
record Exports(List<LocalExport> all, Grant grant) {

    List<Export> describe() {
        return all.stream()
                .filter(export -> grant.covers(export.name()))
                .map(export -> export.describe(grant.readOnly()))
                .toList();
    }

    boolean covers(long node) {
        int number = NodeId.export(node);
        return number >= 0
                && number < all.size()
                && grant.covers(all.get(number).name());
    }

    /** @throws FsException ENOENT when the id belongs to no export of this client */
    ExportTree tree(long node) throws FsException {
        return export(node).tree();
    }

    Place open(long node) throws IOException {
        return export(node).tree().open(node);
    }

    /** @throws FsException EROFS */
    void requireWritable(long node) throws FsException {
        if (grant.readOnly() || export(node).spec().readOnly()) {
            throw new FsException(Errno.EROFS, "the export " + export(node).name() + " is read-only");
        }
    }

    private LocalExport export(long node) throws FsException {
        if (!covers(node)) {
            throw new FsException(Errno.ENOENT, "no such node");
        }
        return all.get(NodeId.export(node));
    }
}
