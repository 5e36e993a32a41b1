package io.spiderweb.mount.tree;

import io.spiderweb.mount.cache.NodeCache;
import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.link.Deadline;
import io.spiderweb.mount.link.Session;
import io.spiderweb.mount.tree.Remotes.Repeat;
import io.spiderweb.mount.tree.Remotes.Target;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Attr;
import io.spiderweb.wire.fs.Export;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.util.List;
import java.util.function.BiFunction;

/** The file operations on what nodes export, through their caches. */
final class RemoteTree {

    /** Between an open that finds nothing and a create that finds something another client may come in, but not for ever. */
    private static final int MAX_RACES = 8;

    private final Remotes remotes;

    RemoteTree(Remotes remotes) {
        this.remotes = remotes;
    }

    Inode.Remote root(FailoverGroup group) throws FsException {
        return remotes.root(group, Deadline.in(remotes.patience()));
    }

    Found lookup(Inode.Remote directory, String name) throws FsException {
        Paths.requireName(name);
        Target target = remotes.target(directory, Deadline.in(remotes.patience()));
        NodeCache cache = target.cache();
        Long known = cache.child(target.id(), name);
        if (known != null && known == NodeCache.ABSENT) {
            throw absent(directory, name);
        }
        Attr attr = known == null ? null : cache.attributes(known);
        return attr == null ? ask(directory, name) : found(target, directory, name, attr);
    }

    Attr attributes(Inode.Remote inode) throws FsException {
        Target before = remotes.target(inode, Deadline.in(remotes.patience()));
        Attr known = before.cache().attributes(before.id());
        if (known != null) {
            return known;
        }
        long moment = before.cache().now();
        var answer = remotes.ask(inode, Repeat.ALLOWED, FsReply.Attributes.class, at -> new FsRequest.Getattr(at.id()));
        if (answer.target().isAtNodeOf(before)) {
            before.cache().learn(answer.reply().attr(), moment);
        }
        return answer.reply().attr();
    }

    OpenFile open(Inode.Remote inode, int flags) throws FsException {
        requireWritable(inode, OpenFlags.writes(flags));
        var answer = remotes.ask(
                inode,
                Repeat.ALLOWED,
                FsReply.Opened.class,
                at -> new FsRequest.Open(at.id(), OpenFlags.forReopening(flags)));
        OpenFile file =
                opened(answer.target(), answer.target().id(), answer.reply().h(), inode, flags);
        // a request of its own, because the reference ignores the flag (spec fs-node 16)
        if (OpenFlags.has(flags, OpenFlags.TRUNCATE) && OpenFlags.writes(flags)) {
            try {
                file.truncate(0);
            } catch (FsException e) {
                file.close();
                throw e;
            }
        }
        return file;
    }

    /** Creates a file, or, without O_EXCL, opens the one that is there. */
    OpenFile create(Inode.Remote directory, String name, int mode, int flags) throws FsException {
        Paths.requireName(name);
        requireWritable(directory, true);
        FsException last = new FsException(Errno.EAGAIN, name + " comes and goes");
        for (int attempt = 0; attempt < MAX_RACES; attempt++) {
            try {
                return createNew(directory, name, mode, flags);
            } catch (FsException e) {
                if (e.errno() != Errno.EEXIST || OpenFlags.has(flags, OpenFlags.EXCLUSIVE)) {
                    throw e;
                }
            }
            try {
                return openExisting(directory, name, flags);
            } catch (FsException e) {
                if (e.errno() != Errno.ENOENT) {
                    throw e;
                }
                last = e;
            }
        }
        throw last;
    }

    void mkdir(Inode.Remote directory, String name, int mode) throws FsException {
        change(directory, name, (node, child) -> new FsRequest.Mkdir(node, child, mode));
    }

    void unlink(Inode.Remote directory, String name) throws FsException {
        change(directory, name, FsRequest.Unlink::new);
    }

    void rmdir(Inode.Remote directory, String name) throws FsException {
        change(directory, name, FsRequest.Rmdir::new);
    }

    /** False if the two directories are served by different endpoints, so that nothing was done. */
    boolean rename(Inode.Remote from, String oldName, Inode.Remote to, String newName) throws FsException {
        Paths.requireName(oldName);
        Paths.requireName(newName);
        Deadline deadline = Deadline.in(remotes.patience());
        Target target = remotes.target(to, deadline);
        if (!target.place().link().equals(remotes.target(from, deadline).place().link())) {
            return false;
        }
        requireWritable(from, true);
        var answer = remotes.ask(
                from,
                Repeat.NEVER,
                FsReply.Done.class,
                at -> new FsRequest.Rename(at.id(), oldName, target.id(), newName));
        answer.target().cache().entriesChanged(answer.target().id());
        answer.target().cache().entriesChanged(target.id());
        return true;
    }

    void truncate(Inode.Remote inode, long size) throws FsException {
        requireWritable(inode, true);
        var answer =
                remotes.ask(inode, Repeat.ALLOWED, FsReply.Done.class, at -> new FsRequest.Truncate(at.id(), size));
        answer.target().cache().attributesChanged(answer.target().id());
    }

    FsReply.Statfs statfs(Inode.Remote inode) throws FsException {
        return remotes.ask(inode, Repeat.ALLOWED, FsReply.Statfs.class, at -> new FsRequest.Statfs(at.id()))
                .reply();
    }

    private Found ask(Inode.Remote directory, String name) throws FsException {
        Target before = remotes.target(directory, Deadline.in(remotes.patience()));
        long moment = before.cache().now();
        try {
            var answer = remotes.ask(
                    directory, Repeat.ALLOWED, FsReply.Attributes.class, at -> new FsRequest.Lookup(at.id(), name));
            Target target = answer.target();
            Attr attr = answer.reply().attr();
            if (target.isAtNodeOf(before)) {
                target.cache().learnChild(target.id(), name, attr, moment);
            }
            return found(target, directory, name, attr);
        } catch (FsException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
            Target now = remotes.target(directory, Deadline.in(remotes.patience()));
            if (now.isAtNodeOf(before) && isCaseSensitive(now.place().session().export())) {
                now.cache().learnAbsent(now.id(), name, moment);
            }
            throw absent(directory, name);
        }
    }

    private OpenFile createNew(Inode.Remote directory, String name, int mode, int flags) throws FsException {
        var answer = remotes.ask(
                directory, Repeat.NEVER, FsReply.Created.class, at -> new FsRequest.Create(at.id(), name, mode, flags));
        Target target = answer.target();
        target.cache().entriesChanged(target.id());
        Attr attr = answer.reply().attr();
        Inode.Remote inode = new Inode.Remote(target.place(), attr.id(), Paths.child(directory.path(), name));
        return opened(target, attr.id(), answer.reply().h(), inode, flags);
    }

    private OpenFile openExisting(Inode.Remote directory, String name, int flags) throws FsException {
        Target target = remotes.target(directory, Deadline.in(remotes.patience()));
        // whoever made it is heard of later
        target.cache().entriesChanged(target.id());
        Found found = lookup(directory, name);
        if (found.attr().isDirectory()) {
            throw new FsException(Errno.EISDIR, found.inode().path() + " is a directory");
        }
        return open((Inode.Remote) found.inode(), flags);
    }

    private OpenFile opened(Target target, long id, long handle, Inode.Remote inode, int flags) throws FsException {
        List<String> below = remotes.mounted(inode).below();
        var opened = new OpenFile.Opened(target.place().link(), target.place().session(), id, handle);
        return new OpenFile(opened, flags, (session, deadline) -> find(session, below, deadline), remotes.patience());
    }

    private static long find(Session session, List<String> below, Deadline deadline)
            throws FsException, ConnectionLostException {
        try {
            return Remotes.locate(session, below, deadline);
        } catch (FsException e) {
            if (e.errno() == Errno.ENOENT) {
                throw new FsException(Errno.ESTALE, "the open file is gone from the node, which was restarted");
            }
            throw e;
        }
    }

    private void change(Inode.Remote directory, String name, BiFunction<Long, String, FsRequest> request)
            throws FsException {
        Paths.requireName(name);
        requireWritable(directory, true);
        var answer = remotes.ask(directory, Repeat.NEVER, FsReply.Done.class, at -> request.apply(at.id(), name));
        answer.target().cache().entriesChanged(answer.target().id());
    }

    private void requireWritable(Inode.Remote inode, boolean needed) throws FsException {
        if (needed && inode.place().session().export().readOnly()) {
            throw new FsException(Errno.EROFS, inode.path() + " is exported read-only");
        }
    }

    private static boolean isCaseSensitive(Export export) {
        return export.caps() == null || export.caps().caseSensitive();
    }

    private static Found found(Target target, Inode.Remote directory, String name, Attr attr) {
        return new Found(new Inode.Remote(target.place(), attr.id(), Paths.child(directory.path(), name)), attr);
    }

    private static FsException absent(Inode.Remote directory, String name) {
        return new FsException(Errno.ENOENT, Paths.child(directory.path(), name) + " does not exist");
    }
}
