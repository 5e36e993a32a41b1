package io.spiderweb.node;

import static io.spiderweb.linux.OpenFlags.O_APPEND;
import static io.spiderweb.linux.OpenFlags.O_CREAT;
import static io.spiderweb.linux.OpenFlags.O_EXCL;
import static io.spiderweb.linux.OpenFlags.O_NOCTTY;
import static io.spiderweb.linux.OpenFlags.O_NOFOLLOW;
import static io.spiderweb.linux.OpenFlags.O_NONBLOCK;
import static io.spiderweb.linux.OpenFlags.O_RDONLY;
import static io.spiderweb.linux.OpenFlags.O_RDWR;
import static io.spiderweb.linux.OpenFlags.O_TRUNC;
import static io.spiderweb.linux.OpenFlags.O_WRONLY;
import static io.spiderweb.linux.Resolve.RESOLVE_BENEATH;
import static io.spiderweb.linux.Resolve.RESOLVE_NO_SYMLINKS;

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
import io.spiderweb.node.event.EventLog;
import io.spiderweb.node.handle.Handles;
import io.spiderweb.node.handle.OpenFile;
import io.spiderweb.node.tree.Attributes;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.Names;
import io.spiderweb.node.tree.NodeId;
import io.spiderweb.node.tree.Place;
import io.spiderweb.node.watch.Announced;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsEvent.What;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;

/** The operations of spec fs-node 6 on local directories, for one client. Errors are {@link FsException} or the kernel's. */
final class Operations {

    private static final int PERMISSIONS = 0777;
    private static final int DIRECTORY_MODE = 0755;
    /** Of {@code open.flags}, as on x86-64; these are the same on every Linux. */
    private static final long ACCESS_MODE = 3;

    /** Small files are read with one call even when they have grown meanwhile. */
    private static final int SLACK = 4096;

    private final Exports exports;
    private final Client client;
    private final Handles handles;
    private final EventLog log;
    private final Announced announced;

    Operations(Exports exports, Client client, Handles handles, EventLog log, Announced announced) {
        this.exports = exports;
        this.client = client;
        this.handles = handles;
        this.log = log;
        this.announced = announced;
    }

    FsReply perform(FsRequest request) throws IOException {
        return switch (request) {
            case FsRequest.Hello hello -> throw new IllegalArgumentException("hello is the connection's");
            case FsRequest.Exports all -> new FsReply.Exports(exports.describe());
            case FsRequest.Lookup lookup -> lookup(lookup);
            case FsRequest.Getattr(long node) -> getattr(node);
            case FsRequest.Readdirp readdirp -> readdirp(readdirp);
            case FsRequest.Open open -> open(open);
            case FsRequest.Read read -> read(read);
            case FsRequest.Close(long h) -> close(h);
            case FsRequest.Create create -> create(create);
            case FsRequest.Write write -> write(write);
            case FsRequest.Truncate truncate -> truncate(truncate);
            case FsRequest.Unlink(long node, String name) -> change(node, name, Directories::unlink);
            case FsRequest.Mkdir(long node, String name) ->
                change(node, name, (parent, child) -> Directories.mkdir(parent, child, DIRECTORY_MODE));
            case FsRequest.Rmdir(long node, String name) -> change(node, name, Directories::rmdir);
            case FsRequest.Rename rename -> rename(rename);
            case FsRequest.Statfs(long node) -> statfs(node);
        };
    }

    private FsReply lookup(FsRequest.Lookup request) throws IOException {
        try (Place parent = exports.open(request.node())) {
            if (!parent.isDirectory()) {
                // not ENOTDIR: what a path below a file has always got here (spec fs-node 6.2)
                throw new FsException(Errno.ENOENT, "the parent is not a directory");
            }
            ExportTree tree = exports.tree(request.node());
            return new FsReply.Attributes(tree.lookup(parent, Names.of(request.name())));
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
            return client.listings().page(exports.tree(request.node()), directory, request);
        }
    }

    private FsReply open(FsRequest.Open request) throws IOException {
        long access = request.flags() & ACCESS_MODE;
        boolean writes = access == O_WRONLY || access == O_RDWR;
        boolean reads = access != O_WRONLY;
        try (Place place = exports.open(request.node())) {
            if (writes) {
                exports.requireWritable(request.node());
            }
            if (writes || !place.isDirectory()) {
                place.requireFile();
            }
            handles.requireRoom(client.handles());
            long flags = writes ? access | request.flags() & (O_TRUNC | O_APPEND) : O_RDONLY;
            Fd fd = Open.reopen(place.fd(), flags | O_NONBLOCK | O_NOCTTY);
            Stat stat = statOrClose(fd);
            if ((flags & O_TRUNC) != 0) {
                announce().node(place.id(), What.ALL, stat).publish();
            }
            long handle = keep(new OpenFile(place.id(), fd, reads, writes));
            return new FsReply.Opened(handle, new FsReply.OpenCaps(reads, writes), Attributes.generation(stat));
        }
    }

    private FsReply read(FsRequest.Read request) throws IOException {
        Fd fd = file(request.h()).forReading();
        int length = (int) Math.min(request.length(), FsProtocol.MAX_IO);
        if (request.offset() > Long.MAX_VALUE - length) {
            return new FsReply.Data(new byte[0], true);
        }
        long left = Stat.of(fd).size() - request.offset();
        int expected = Math.clamp(left + SLACK, Math.min(SLACK, length), length);
        byte[] data = FileIo.pread(fd, expected, request.offset());
        if (data.length == expected && expected < length) {
            // it has grown, or is one of /proc that does not tell its size
            data = FileIo.pread(fd, length, request.offset());
        }
        return new FsReply.Data(data, data.length < length || endsAt(fd, request.offset() + length));
    }

    private static boolean endsAt(Fd fd, long position) throws IOException {
        long size = Stat.of(fd).size();
        return size > 0 && position >= size;
    }

    private FsReply close(long h) throws IOException {
        handles.close(h, client.grant().holder(), client.handles());
        return new FsReply.Done();
    }

    private FsReply create(FsRequest.Create request) throws IOException {
        FileName name = Names.changeable(request.name());
        try (Place parent = writable(request.node())) {
            handles.requireRoom(client.handles());
            Fd fd = Open.at(
                    parent.fd(),
                    name.bytes(),
                    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | request.flags() & O_APPEND,
                    (int) request.mode() & PERMISSIONS,
                    RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
            Stat stat = statOrClose(fd);
            boolean reads = (request.flags() & ACCESS_MODE) != O_WRONLY;
            try {
                Attr attr = exports.tree(request.node()).known(parent.id(), name, stat);
                announce().entries(parent).created(attr.id(), stat).publish();
                return new FsReply.Created(attr, keep(new OpenFile(attr.id(), fd, reads, true)));
            } catch (IOException e) {
                fd.close();
                throw e;
            }
        }
    }

    private FsReply write(FsRequest.Write request) throws IOException {
        OpenFile file = file(request.h());
        Fd fd = file.forWriting();
        exports.requireWritable(file.node());
        if (request.offset() > Long.MAX_VALUE - request.data().length) {
            throw new FsException(Errno.EFBIG, "no file reaches that far");
        }
        FileIo.pwrite(fd, request.data(), request.offset());
        announce().node(file.node(), What.DATA, Stat.of(fd)).publish();
        return new FsReply.Written(request.data().length);
    }

    private FsReply truncate(FsRequest.Truncate request) throws IOException {
        try (Place place = writable(request.node())) {
            place.requireFile();
            try (Fd fd = Open.reopen(place.fd(), O_WRONLY | O_NONBLOCK | O_NOCTTY)) {
                FileIo.truncate(fd, request.size());
                announce().node(place.id(), What.ALL, Stat.of(fd)).publish();
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
        try (Place parent = writable(node)) {
            change.apply(parent.fd(), name);
            announce().entries(parent).publish();
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
            Announcement announcement = announce().entries(from);
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
            // a link has no id of its own
            if (stat.type() != FileType.SYMLINK) {
                Attr attr = exports.tree(directory.id()).known(directory.id(), name, stat);
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

    private Place writable(long node) throws IOException {
        Place place = exports.open(node);
        try {
            exports.requireWritable(node);
            return place;
        } catch (FsException e) {
            place.close();
            throw e;
        }
    }

    private OpenFile file(long h) throws FsException {
        return handles.get(h, client.grant().holder(), client.handles());
    }

    private long keep(OpenFile file) {
        return handles.add(file, client.grant().holder(), client.handles());
    }

    private Announcement announce() {
        return new Announcement(log, announced, client.listener());
    }

    private static Stat statOrClose(Fd fd) throws LinuxException {
        try {
            return Stat.of(fd);
        } catch (LinuxException e) {
            fd.close();
            throw e;
        }
    }
}
