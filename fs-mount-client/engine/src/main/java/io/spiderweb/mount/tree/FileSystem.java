package io.spiderweb.mount.tree;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.link.LinkState;
import io.spiderweb.mount.link.NodeLink;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Entry;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;

/**
 * One tree over all endpoints, by inodes: what a kernel mount is made of. Every operation ends within the patience of the {@link
 * MountOptions}, and fails with the errno that the program at the other end of the kernel shall see.
 */
public final class FileSystem implements AutoCloseable {

    private final Router router;
    private final RemoteTree remote;
    private final PosixTree posix;
    private final Listings listings;
    private final MountOptions options;

    public FileSystem(WsClient client, MountOptions options) {
        this.options = options;
        this.router = new Router(client, options);
        Remotes remotes = new Remotes(router, options.patience());
        this.remote = new RemoteTree(remotes);
        this.posix = new PosixTree(remotes);
        this.listings = new Listings(remotes);
    }

    /** Replaces the endpoints; those that stay are not disturbed, open files of those that go live on until they are closed. */
    public void updateEndpoints(List<EndpointSpec> endpoints) {
        router.update(endpoints);
    }

    /** Finds what an absolute path names. */
    public Found resolve(String path) throws FsException {
        return resolve(Paths.parts(path));
    }

    public Found lookup(Inode directory, String name) throws FsException {
        Paths.requireName(name);
        List<String> path = Paths.parts(Paths.child(directory.path(), name));
        boolean isPlain = directory instanceof Inode.Remote
                && router.table().at(path) instanceof MountTable.Match.Mounted mounted
                && !mounted.below().isEmpty();
        return isPlain ? remote.lookup((Inode.Remote) directory, name) : resolve(path);
    }

    public Attr attributes(Inode inode) throws FsException {
        return switch (inode) {
            case Inode.Virtual virtual -> VirtualDirectories.attributes(virtual);
            case Inode.Remote file -> remote.attributes(file);
        };
    }

    /** All entries of a directory, without {@code .} and {@code ..}; mounts below it are among them. */
    public List<Entry> list(Inode directory) throws FsException {
        List<Entry> mounted = mountsBelow(directory);
        if (!(directory instanceof Inode.Remote remoteDirectory)) {
            return mounted;
        }
        List<Entry> entries = listings.all(remoteDirectory);
        if (mounted.isEmpty()) {
            return entries;
        }
        Set<String> hidden = new HashSet<>();
        mounted.forEach(entry -> hidden.add(entry.name()));
        List<Entry> all = new ArrayList<>(mounted);
        entries.stream().filter(entry -> !hidden.contains(entry.name())).forEach(all::add);
        return all;
    }

    /** The inode number of an entry of a directory. */
    public static long number(Inode directory, Entry entry) {
        long id = entry.attr().id();
        return directory instanceof Inode.Remote remote
                ? remote.child(entry.name(), id).number()
                : id;
    }

    /** One page of a directory; that of a node is as the node sends it. */
    public FsReply.Listing page(Inode directory, long cookie, long max) throws FsException {
        return switch (directory) {
            case Inode.Virtual virtual -> VirtualDirectories.page(mountsBelow(virtual), cookie, max);
            case Inode.Remote file -> listings.page(file, cookie, max);
        };
    }

    public OpenFile open(Inode inode, int flags) throws FsException {
        return switch (inode) {
            case Inode.Virtual virtual -> throw new FsException(Errno.EISDIR, virtual.path() + " is a directory");
            case Inode.Remote file -> remote.open(file, flags);
        };
    }

    /** Creates a file, or opens the one that is there unless {@link OpenFlags#EXCLUSIVE} is set. */
    public OpenFile create(Inode directory, String name, int mode, int flags) throws FsException {
        return remote.create(changeable(directory, name), name, mode, flags);
    }

    /** @param mode permission bits, which only nodes with {@code posix-1} mind */
    public void mkdir(Inode directory, String name, int mode) throws FsException {
        remote.mkdir(changeable(directory, name), name, mode);
    }

    public void unlink(Inode directory, String name) throws FsException {
        remote.unlink(changeable(directory, name), name);
    }

    public void rmdir(Inode directory, String name) throws FsException {
        remote.rmdir(changeable(directory, name), name);
    }

    /**
     * Renames, replacing what is there. A file that moves to another node is copied.
     *
     * @throws FsException EXDEV, if a directory would move to another node
     */
    public void rename(Inode from, String oldName, Inode to, String newName) throws FsException {
        Inode.Remote source = changeable(from, oldName);
        Inode.Remote target = changeable(to, newName);
        String moved = Paths.child(source.path(), oldName);
        if (target.path().equals(moved) || target.path().startsWith(moved + "/")) {
            throw new FsException(Errno.EINVAL, moved + " cannot be moved below itself");
        }
        if (!remote.rename(source, oldName, target, newName)) {
            new CrossEndpointMove(this).move(source, oldName, target, newName);
        }
    }

    public void truncate(Inode inode, long size) throws FsException {
        switch (inode) {
            case Inode.Virtual virtual -> throw new FsException(Errno.EISDIR, virtual.path() + " is a directory");
            case Inode.Remote file -> remote.truncate(file, size);
        }
    }

    /** Whether links, attributes and what is on the disk are the caller's to say about this inode. */
    public boolean isPosix(Inode inode) throws FsException {
        return inode instanceof Inode.Remote file && posix.serves(file);
    }

    /**
     * Changes attributes.
     *
     * @param change made of the id that the node knows the inode by
     * @throws FsException EOPNOTSUPP by a node without {@code posix-1}; EPERM
     */
    public void setAttributes(Inode inode, LongFunction<FsRequest.Setattr> change) throws FsException {
        posix.change(remote(inode), change);
    }

    /** @throws FsException EINVAL when it is no symbolic link */
    public String readLink(Inode link) throws FsException {
        return posix.readLink(remote(link));
    }

    /** @throws FsException EPERM by a node without {@code posix-1} */
    public void symlink(Inode directory, String name, String target) throws FsException {
        posix.symlink(changeable(directory, name), name, target);
    }

    /** @throws FsException EXDEV to another node; EPERM by a node without {@code posix-1} */
    public void link(Inode file, Inode directory, String name) throws FsException {
        posix.link(remote(file), changeable(directory, name), name);
    }

    /** Waits until the entries of a directory are on its node's disk, where the node can tell. */
    public void syncDirectory(Inode directory) throws FsException {
        if (directory instanceof Inode.Remote remoteDirectory) {
            posix.syncDirectory(remoteDirectory);
        }
    }

    /** @throws FsException ENODATA when there is none of this name */
    public byte[] xattr(Inode inode, String name) throws FsException {
        return switch (inode) {
            case Inode.Virtual virtual -> throw new FsException(Errno.ENODATA, virtual.path() + " only holds mounts");
            case Inode.Remote file -> posix.xattr(file, name);
        };
    }

    public List<String> xattrs(Inode inode) throws FsException {
        return inode instanceof Inode.Remote file ? posix.xattrs(file) : List.of();
    }

    /** @param flags of setxattr(2) */
    public void setXattr(Inode inode, String name, byte[] value, int flags) throws FsException {
        posix.setXattr(remote(inode), name, value, flags);
    }

    public void removeXattr(Inode inode, String name) throws FsException {
        posix.removeXattr(remote(inode), name);
    }

    /** Sizes of the file system that holds an inode; those of a virtual directory are the sums over all mounts that are up. */
    public FsReply.Statfs statfs(Inode inode) throws FsException {
        return switch (inode) {
            case Inode.Virtual virtual -> SpaceOfAll.sum(router.table(), remote);
            case Inode.Remote file -> remote.statfs(file);
        };
    }

    public MountStatus status() {
        return MountStatus.of(router.links(), router.switches());
    }

    /** Tries to reach every endpoint once, and waits for the outcome within the patience. */
    public void probe() {
        Deadline deadline = Deadline.in(options.patience());
        List<NodeLink> links = router.links();
        links.forEach(NodeLink::start);
        for (NodeLink link : links) {
            try {
                link.await(deadline.left());
            } catch (FsException e) {
                // the status tells it
            }
        }
    }

    /** Whether every path can be served right now. */
    public boolean isHealthy() {
        return router.table().groups().stream()
                .allMatch(group -> group.members().stream().anyMatch(link -> link.state() instanceof LinkState.Up));
    }

    @Override
    public void close() {
        router.close();
    }

    private Found resolve(List<String> path) throws FsException {
        return switch (router.table().at(path)) {
            case MountTable.Match.Virtual() -> {
                Inode.Virtual directory = new Inode.Virtual("/" + String.join("/", path));
                yield new Found(directory, VirtualDirectories.attributes(directory));
            }
            case MountTable.Match.Mounted(FailoverGroup group, List<String> below) -> {
                Inode.Remote inode = remote.root(group);
                for (String name : below.subList(0, Math.max(0, below.size() - 1))) {
                    inode = (Inode.Remote) remote.lookup(inode, name).inode();
                }
                yield below.isEmpty()
                        ? new Found(inode, remote.attributes(inode))
                        : remote.lookup(inode, below.getLast());
            }
            case MountTable.Match.Nothing() ->
                throw new FsException(Errno.ENOENT, "no endpoint is mounted at or above /" + String.join("/", path));
        };
    }

    private List<Entry> mountsBelow(Inode directory) throws FsException {
        return VirtualDirectories.list(router.table(), Paths.parts(directory.path()), directory.path());
    }

    /** A directory of a node, if a child of that name is the node's to change. */
    private Inode.Remote changeable(Inode directory, String name) throws FsException {
        List<String> child = Paths.parts(Paths.child(directory.path(), name));
        if (router.table().mountedNames(Paths.parts(directory.path())).contains(name)) {
            throw new FsException(Errno.EBUSY, "/" + String.join("/", child) + " holds a mount");
        }
        return remote(directory);
    }

    private static Inode.Remote remote(Inode inode) throws FsException {
        return switch (inode) {
            case Inode.Remote remote -> remote;
            case Inode.Virtual virtual ->
                throw new FsException(
                        Errno.EROFS, virtual.path() + " only holds mounts: create files inside of one of them");
        };
    }
}
