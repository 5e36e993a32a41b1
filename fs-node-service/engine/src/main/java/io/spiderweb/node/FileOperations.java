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

import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileIo;
import io.spiderweb.linux.FileName;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.linux.Open;
import io.spiderweb.linux.Stat;
import io.spiderweb.node.handle.OpenFile;
import io.spiderweb.node.tree.Attributes;
import io.spiderweb.node.tree.Names;
import io.spiderweb.node.tree.Place;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.FsEvent.What;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;

/** Opening files, and what is done with open ones (spec fs-node 6.10 to 6.15, and {@code posix-1}). */
final class FileOperations {

    private static final int PERMISSIONS = 0777;
    /** Of {@code open.flags}, as on x86-64; these are the same on every Linux. */
    private static final long ACCESS_MODE = 3;

    /** Small files are read with one call even when they have grown meanwhile. */
    private static final int SLACK = 4096;

    private final Scope scope;

    FileOperations(Scope scope) {
        this.scope = scope;
    }

    FsReply perform(FsRequest.OnHandle request) throws IOException {
        switch (request) {
            case FsRequest.Read read -> {
                return read(read);
            }
            case FsRequest.Write write -> {
                return write(write);
            }
            case FsRequest.Lock lock -> FileLocks.perform(scope.file(lock.h()).fd(), lock);
            case FsRequest.Fsync fsync -> sync(scope.file(fsync.h()).fd(), fsync.dataOnly());
            case FsRequest.Close(long h) -> scope.close(h);
        }
        return new FsReply.Done();
    }

    FsReply open(FsRequest.Open request) throws IOException {
        long access = request.flags() & ACCESS_MODE;
        boolean writes = access == O_WRONLY || access == O_RDWR;
        boolean reads = access != O_WRONLY;
        try (Place place = scope.exports().open(request.node())) {
            if (writes) {
                scope.exports().requireWritable(request.node());
            }
            if (writes || !place.isDirectory()) {
                place.requireFile();
            }
            scope.requireRoomForFile();
            long flags = writes ? access | request.flags() & (O_TRUNC | O_APPEND) : O_RDONLY;
            Fd fd = Open.reopen(place.fd(), flags | O_NONBLOCK | O_NOCTTY);
            Stat stat = statOrClose(fd);
            if ((flags & O_TRUNC) != 0) {
                scope.announce().node(place.id(), What.ALL, stat).publish();
            }
            long handle = scope.keep(new OpenFile(place.id(), fd, reads, writes));
            return new FsReply.Opened(handle, new FsReply.OpenCaps(reads, writes), Attributes.generation(stat));
        }
    }

    private FsReply read(FsRequest.Read request) throws IOException {
        Fd fd = scope.file(request.h()).forReading();
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

    FsReply create(FsRequest.Create request) throws IOException {
        FileName name = Names.changeable(request.name());
        try (Place parent = scope.writable(request.node())) {
            scope.requireRoomForFile();
            Fd fd = Open.at(
                    parent.fd(),
                    name.bytes(),
                    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_NOCTTY | request.flags() & O_APPEND,
                    (int) request.mode() & PERMISSIONS,
                    RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
            Stat stat = statOrClose(fd);
            boolean reads = (request.flags() & ACCESS_MODE) != O_WRONLY;
            try {
                Attr attr = scope.exports().tree(request.node()).known(parent.id(), name, stat);
                scope.announce().entries(parent).created(attr.id(), stat).publish();
                return new FsReply.Created(attr, scope.keep(new OpenFile(attr.id(), fd, reads, true)));
            } catch (IOException e) {
                fd.close();
                throw e;
            }
        }
    }

    private FsReply write(FsRequest.Write request) throws IOException {
        OpenFile file = scope.file(request.h());
        Fd fd = file.forWriting();
        scope.exports().requireWritable(file.node());
        if (request.offset() > Long.MAX_VALUE - request.data().length) {
            throw new FsException(Errno.EFBIG, "no file reaches that far");
        }
        FileIo.pwrite(fd, request.data(), request.offset());
        scope.announce().node(file.node(), What.DATA, Stat.of(fd)).publish();
        return new FsReply.Written(request.data().length);
    }

    private static void sync(Fd fd, boolean dataOnly) throws LinuxException {
        if (dataOnly) {
            FileIo.syncData(fd);
        } else {
            FileIo.sync(fd);
        }
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
