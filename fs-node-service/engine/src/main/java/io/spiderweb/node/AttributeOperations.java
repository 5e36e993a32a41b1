package io.spiderweb.node;

import io.spiderweb.linux.Attributes;
import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileType;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.linux.Stat;
import io.spiderweb.node.tree.Place;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsEvent.What;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.NewTime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Plain attributes ({@code posix-1}) and extended ones (spec fs-node 6.6 to 6.9). */
final class AttributeOperations {

    private static final int MODE = 07777;
    private static final int SET_ID = 06000;
    private static final int UNCHANGED = -1;

    /** The other namespaces decide over rights on this machine (spec fs-node 15.1 row 8). */
    private static final String NAMESPACE = "user.";

    private final Scope scope;

    AttributeOperations(Scope scope) {
        this.scope = scope;
    }

    FsReply perform(FsRequest.OnAttributes request) throws IOException {
        return switch (request) {
            case FsRequest.Setattr setattr -> setattr(setattr);
            case FsRequest.Setxattr(long node, String name, byte[] value, int flags) ->
                change(node, name, fd -> Attributes.setXattr(fd, name, value, flags));
            case FsRequest.Removexattr(long node, String name) ->
                change(node, name, fd -> Attributes.removeXattr(fd, name));
            case FsRequest.Getxattr(long node, String name) -> get(node, name);
            case FsRequest.Listxattr(long node) -> list(node);
        };
    }

    private FsReply setattr(FsRequest.Setattr request) throws IOException {
        try (Place place = scope.writable(request.node())) {
            if (request.mode() != null) {
                requireHarmless(place, request.mode());
            }
            // first the owner: a change of it takes bits out of the mode
            if (request.uid() != null || request.gid() != null) {
                Attributes.chown(place.fd(), id(request.uid()), id(request.gid()));
            }
            if (request.mode() != null) {
                Attributes.chmod(place.fd(), request.mode().intValue() & MODE);
            }
            if (request.accessed() != null || request.modified() != null) {
                Attributes.setTimes(place.fd(), ns(request.accessed()), ns(request.modified()));
            }
            Stat stat = Stat.of(place.fd());
            scope.announce().node(place.id(), What.ATTR, stat).publish();
            return new FsReply.Attributes(io.spiderweb.node.tree.Attributes.of(place.id(), stat));
        }
    }

    /** @throws FsException EPERM for what would let local users act as the user that this node runs as */
    private static void requireHarmless(Place place, long mode) throws FsException {
        if (place.stat().type() == FileType.SYMLINK) {
            throw new FsException(Errno.EOPNOTSUPP, "a symbolic link has no mode of its own");
        }
        if ((mode & SET_ID) != 0 && !place.isDirectory()) {
            throw new FsException(Errno.EPERM, "set-id bits are not given to files");
        }
    }

    @FunctionalInterface
    private interface Change {
        void apply(Fd file) throws LinuxException;
    }

    private FsReply change(long node, String name, Change change) throws IOException {
        requireNamespace(name);
        try (Place place = scope.writable(node)) {
            change.apply(place.fd());
            scope.announce().node(node, What.ATTR, Stat.of(place.fd())).publish();
            return new FsReply.Done();
        }
    }

    private FsReply get(long node, String name) throws IOException {
        requireNamespace(name);
        try (Place place = scope.exports().open(node)) {
            return new FsReply.Xattr(Attributes.getXattr(place.fd(), name));
        }
    }

    private FsReply list(long node) throws IOException {
        try (Place place = scope.exports().open(node)) {
            return new FsReply.XattrNames(Attributes.listXattrs(place.fd()).stream()
                    .filter(name -> name.startsWith(NAMESPACE))
                    .toList());
        }
    }

    private static void requireNamespace(String name) throws FsException {
        if (!name.startsWith(NAMESPACE)) {
            throw new FsException(Errno.EOPNOTSUPP, "only attributes of 'user.' are served, not '" + name + "'");
        }
    }

    private static int id(@Nullable Long owner) {
        return owner == null ? UNCHANGED : owner.intValue();
    }

    private static long ns(@Nullable NewTime time) {
        return switch (time) {
            case null -> Attributes.UNCHANGED_NS;
            case NewTime.Now() -> Attributes.NOW_NS;
            case NewTime.At(long ns) -> ns;
        };
    }
}
