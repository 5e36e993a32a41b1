package io.spiderweb.node;

import io.spiderweb.linux.Directories;
import io.spiderweb.linux.FileName;
import io.spiderweb.linux.FileType;
import io.spiderweb.linux.Stat;
import io.spiderweb.node.tree.Attributes;
import io.spiderweb.node.tree.Names;
import io.spiderweb.node.tree.NodeId;
import io.spiderweb.node.tree.Place;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.EscapedText;
import io.spiderweb.wire.fs.FsEvent.What;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;

/** Symbolic and hard links (spec fs-node 6.5, and {@code posix-1}). What a symbolic link says is never walked here. */
final class LinkOperations {

    private final Scope scope;

    LinkOperations(Scope scope) {
        this.scope = scope;
    }

    FsReply perform(FsRequest.OnLink request) throws IOException {
        return switch (request) {
            case FsRequest.Symlink symlink -> symlink(symlink);
            case FsRequest.Readlink(long node) -> readlink(node);
            case FsRequest.Link link -> link(link);
        };
    }

    private FsReply symlink(FsRequest.Symlink request) throws IOException {
        FileName name = Names.changeable(request.name());
        byte[] target = Names.bytes(request.target());
        try (Place parent = scope.writable(request.node())) {
            Directories.symlink(target, parent.fd(), name);
            scope.announce().entries(parent).publish();
            return new FsReply.Done();
        }
    }

    private FsReply readlink(long node) throws IOException {
        try (Place link = scope.exports().open(node)) {
            if (link.stat().type() != FileType.SYMLINK) {
                throw new FsException(Errno.EINVAL, "not a symbolic link");
            }
            return new FsReply.Target(EscapedText.of(Directories.readLink(link.fd())));
        }
    }

    private FsReply link(FsRequest.Link request) throws IOException {
        FileName name = Names.changeable(request.name());
        try (Place file = scope.exports().open(request.node());
                Place parent = scope.writable(request.parent())) {
            if (NodeId.export(file.id()) != NodeId.export(parent.id())) {
                throw new FsException(Errno.EXDEV, "a link stays within one export");
            }
            Directories.link(file.fd(), parent.fd(), name);
            Stat stat = Stat.of(file.fd());
            scope.announce().entries(parent).node(file.id(), What.ATTR, stat).publish();
            return new FsReply.Attributes(Attributes.of(file.id(), stat));
        }
    }
}
