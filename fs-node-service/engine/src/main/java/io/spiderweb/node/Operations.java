package io.spiderweb.node;

import static io.spiderweb.linux.OpenFlags.O_DIRECTORY;
import static io.spiderweb.linux.OpenFlags.O_NOCTTY;
import static io.spiderweb.linux.OpenFlags.O_NONBLOCK;
import static io.spiderweb.linux.OpenFlags.O_RDONLY;
import static io.spiderweb.linux.OpenFlags.O_WRONLY;

import io.spiderweb.linux.Directories;
import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileIo;
import io.spiderweb.linux.FileName;
import io.spiderweb.linux.FileType;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.linux.Open;
import io.spiderweb.linux.RenameMode;
import io.spiderweb.linux.Stat;
import io.spiderweb.linux.StatFs;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.FileKey;
import io.spiderweb.node.tree.Links;
import io.spiderweb.node.tree.Names;
import io.spiderweb.node.tree.NodeId;
import io.spiderweb.node.tree.Place;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsEvent.What;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;

/** The operations of spec fs-node 6 on local directories, for one client; here those on the tree. Errors are {@link FsException} or the kernel's. */
final class Operations {

    private static final int DIRECTORY_MODE = 0755;
    private static final int DIRECTORY_PERMISSIONS = 01777;

    private final Scope scope;
    private final Exports exports;
    private final FileOperations files;
    private final LinkOperations links;
    private final AttributeOperations attributes;

    Operations(Scope scope) {
        this.scope = scope;
        this.exports = scope.exports();
        this.files = new FileOperations(scope);
        this.links = new LinkOperations(scope);
        this.attributes = new AttributeOperations(scope);
    }

    FsReply perform(FsRequest request) throws IOException {
        if (request instanceof FsRequest.Posix && !isPosix()) {
            throw new FsException(Errno.ENOSYS, "name " + FsProtocol.POSIX_1 + " in hello to use this");
        }
        return switch (request) {
            case FsRequest.Hello hello -> throw new IllegalArgumentException("hello is the connection's");
            case FsRequest.Exports all -> new FsReply.Exports(exports.describe());
            case FsRequest.Lookup lookup -> lookup(lookup);
            case FsRequest.Getattr(long node) -> getattr(node);
            case FsRequest.Readdirp readdirp -> readdirp(readdirp);
            case FsRequest.Open open -> files.open(open);
            case FsRequest.Create create -> files.create(create);
            case FsRequest.OnHandle use -> files.perform(use);
            case FsRequest.Truncate truncate -> truncate(truncate);
            case FsRequest.Unlink unlink -> unlink(unlink);
            case FsRequest.Mkdir(long node, String name, long mode) -> {
                int permissions = isPosix() ? (int) mode & DIRECTORY_PERMISSIONS : DIRECTORY_MODE;
                yield change(node, name, (parent, child) -> Directories.mkdir(parent, child, permissions));
            }
            case FsRequest.Rmdir(long node, String name) -> change(node, name, Directories::rmdir);
            case FsRequest.Rename rename -> rename(rename);
            case FsRequest.Statfs(long node) -> statfs(node);
            case FsRequest.OnLink link -> links.perform(link);
            case FsRequest.OnAttributes change -> attributes.perform(change);
            case FsRequest.Fsyncdir(long node) -> fsyncdir(node);
        };
    }

    private boolean isPosix() {
        return scope.client().links() == Links.SHOWN;
    }

    private FsReply lookup(FsRequest.Lookup request) throws IOException {
        try (Place parent = exports.open(request.node())) {
            if (!parent.isDirectory()) {
                // not ENOTDIR: what a path below a file has always got here (spec fs-node 6.2)
                throw new FsException(Errno.ENOENT, "the parent is not a directory");
            }
            ExportTree tree = exports.tree(request.node());
            return new FsReply.Attributes(
                    tree.lookup(parent, Names.of(request.name()), scope.client().links()));
        }
    }

    private FsReply getattr(long node) throws IOException {
        try (Place place = exports.open(node)) {
            return new FsReply.Attributes(place.attr());
        }
    }

    private FsReply readdirp(FsRequest.Readdirp request) throws IOException {
        try (Place directory = exports.open(request.node())) {
            directory.requireDirectory();
            Client client = scope.client();
            return client.listings().page(exports.tree(request.node()), directory, request, client.links());
        }
    }

    private FsReply truncate(FsRequest.Truncate request) throws IOException {
        try (Place place = scope.writable(request.node())) {
            place.requireFile();
            try (Fd fd = Open.reopen(place.fd(), O_WRONLY | O_NONBLOCK | O_NOCTTY)) {
                FileIo.truncate(fd, request.size());
                scope.announce().node(place.id(), What.ALL, Stat.of(fd)).publish();
                return new FsReply.Done();
            }
        }
    }

    @FunctionalInterface
    private interface EntryChange {
        void apply(Fd parent, FileName name) throws LinuxException;
    }

    private FsReply change(long node, String entry, EntryChange change) throws IOException {
        FileName name = Names.changeable(entry);
        try (Place parent = scope.writable(node)) {
            change.apply(parent.fd(), name);
            scope.announce().entries(parent).publish();
            return new FsReply.Done();
        }
    }

    private FsReply unlink(FsRequest.Unlink request) throws IOException {
        FileName name = Names.changeable(request.name());
        try (Place parent = scope.writable(request.node())) {
            Stat stat = Stat.at(parent.fd(), name);
            Directories.unlink(parent.fd(), name);
            Announcement announcement = scope.announce().entries(parent);
            long id = exports.tree(request.node()).table().id(FileKey.of(stat));
            if (stat.links() > 1 && id != 0) {
                // its other names show one link less
                announcement.changed(id, What.ATTR);
            }
            announcement.publish();
            return new FsReply.Done();
        }
    }

    private FsReply rename(FsRequest.Rename request) throws IOException {
        FileName oldName = Names.changeable(request.oldName());
        FileName newName = Names.changeable(request.newName());
        try (Place from = exports.open(request.oldParent());
                Place to = exports.open(request.newParent())) {
            if (NodeId.export(from.id()) != NodeId.export(to.id())) {
                throw new FsException(Errno.EXDEV, "a rename stays within one export");
            }
            exports.requireWritable(from.id());
            Directories.rename(from.fd(), oldName, to.fd(), newName, RenameMode.REPLACE);
            Announcement announcement = scope.announce().entries(from);
            if (from.id() != to.id()) {
                announcement.entries(to);
            }
            moved(to, newName, announcement);
            announcement.publish();
            return new FsReply.Done();
        }
    }

    /** The rename is done, so whatever happens here is no reason to report an error (spec fs-node 15.2 row 20). */
    private void moved(Place directory, FileName name, Announcement announcement) {
        try {
            Stat stat = Stat.at(directory.fd(), name);
            ExportTree tree = exports.tree(directory.id());
            // who is shown what links lead to knows no link
            if (stat.type() != FileType.SYMLINK || tree.table().id(FileKey.of(stat)) != 0) {
                Attr attr = tree.known(directory.id(), name, stat);
                announcement.node(attr.id(), What.ALL, stat);
            }
        } catch (IOException e) {
            // already moved on: the directories are announced, which is all that is certain
        }
    }

    private FsReply statfs(long node) throws IOException {
        try (Place place = exports.open(node)) {
            StatFs of = StatFs.of(place.fd());
            return new FsReply.Statfs(
                    of.blockSize(),
                    of.fragmentSize(),
                    of.blocks(),
                    of.freeBlocks(),
                    of.availableBlocks(),
                    of.files(),
                    of.freeFiles(),
                    of.availableFiles(),
                    of.nameLength());
        }
    }

    private FsReply fsyncdir(long node) throws IOException {
        try (Place directory = exports.open(node)) {
            directory.requireDirectory();
            try (Fd fd = Open.reopen(directory.fd(), O_RDONLY | O_DIRECTORY)) {
                FileIo.sync(fd);
                return new FsReply.Done();
            }
        }
    }
}
