package io.spiderweb.mount.tree;

import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.tree.Remotes.Repeat;
import io.spiderweb.mount.tree.Remotes.Target;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.util.List;
import java.util.function.LongFunction;

/** Links, attributes and what is on the disk: the operations for which a node needs {@code posix-1}, and extended attributes. */
final class PosixTree {

    private final Remotes remotes;

    PosixTree(Remotes remotes) {
        this.remotes = remotes;
    }

    boolean serves(Inode.Remote inode) throws FsException {
        return target(inode).place().session().isPosix();
    }

    String readLink(Inode.Remote link) throws FsException {
        return remotes.ask(link, Repeat.ALLOWED, FsReply.Target.class, at -> new FsRequest.Readlink(at.id()))
                .reply()
                .target();
    }

    void symlink(Inode.Remote directory, String name, String target) throws FsException {
        Paths.requireName(name);
        // without the feature the link would be made, and never be seen as one
        require(serves(directory), Errno.EPERM, "its node makes no links that are seen as links");
        var answer = remotes.ask(
                directory, Repeat.NEVER, FsReply.Done.class, at -> new FsRequest.Symlink(at.id(), name, target));
        answer.target().cache().entriesChanged(answer.target().id());
    }

    void link(Inode.Remote file, Inode.Remote directory, String name) throws FsException {
        Paths.requireName(name);
        Target source = target(file);
        Target target = target(directory);
        require(source.isAtNodeOf(target), Errno.EXDEV, "a link stays on one node");
        require(target.place().session().isPosix(), Errno.EPERM, "its node makes no links");
        var answer = remotes.ask(
                directory,
                Repeat.NEVER,
                FsReply.Attributes.class,
                at -> new FsRequest.Link(source.id(), at.id(), name));
        answer.target().cache().entriesChanged(answer.target().id());
        answer.target().cache().attributesChanged(source.id());
    }

    /** @param request made of the id that the node knows the inode by */
    void change(Inode.Remote inode, LongFunction<FsRequest.Setattr> request) throws FsException {
        require(serves(inode), Errno.EOPNOTSUPP, "its node changes no attributes");
        var answer = remotes.ask(inode, Repeat.ALLOWED, FsReply.Attributes.class, at -> request.apply(at.id()));
        answer.target().cache().attributesChanged(answer.target().id());
    }

    /** Does nothing where the node cannot. */
    void syncDirectory(Inode.Remote directory) throws FsException {
        if (serves(directory)) {
            remotes.ask(directory, Repeat.ALLOWED, FsReply.Done.class, at -> new FsRequest.Fsyncdir(at.id()));
        }
    }

    byte[] xattr(Inode.Remote inode, String name) throws FsException {
        return remotes.ask(inode, Repeat.ALLOWED, FsReply.Xattr.class, at -> new FsRequest.Getxattr(at.id(), name))
                .reply()
                .value();
    }

    List<String> xattrs(Inode.Remote inode) throws FsException {
        return remotes.ask(inode, Repeat.ALLOWED, FsReply.XattrNames.class, at -> new FsRequest.Listxattr(at.id()))
                .reply()
                .names();
    }

    void setXattr(Inode.Remote inode, String name, byte[] value, int flags) throws FsException {
        remotes.ask(inode, Repeat.NEVER, FsReply.Done.class, at -> new FsRequest.Setxattr(at.id(), name, value, flags));
    }

    void removeXattr(Inode.Remote inode, String name) throws FsException {
        remotes.ask(inode, Repeat.NEVER, FsReply.Done.class, at -> new FsRequest.Removexattr(at.id(), name));
    }

    private Target target(Inode.Remote inode) throws FsException {
        return remotes.target(inode, Deadline.in(remotes.patience()));
    }

    private static void require(boolean possible, Errno errno, String otherwise) throws FsException {
        if (!possible) {
            throw new FsException(errno, otherwise);
        }
    }
}
