package io.spiderweb.wire.fs;

import io.spiderweb.wire.Envelope;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of operations: wire name, how a request is read, what answers it. */
public enum FsOperation {
    HELLO(FsRequest.Hello.class, FsReply.Hello.class, (envelope, fields) -> FsRequest.Hello.read(fields)),
    EXPORTS(FsRequest.Exports.class, FsReply.Exports.class, (envelope, fields) -> new FsRequest.Exports()),
    LOOKUP(FsRequest.Lookup.class, FsReply.Attributes.class, child(FsRequest.Lookup::new)),
    GETATTR(FsRequest.Getattr.class, FsReply.Attributes.class, node((node, fields) -> new FsRequest.Getattr(node))),
    READDIRP(FsRequest.Readdirp.class, FsReply.Listing.class, node(FsRequest.Readdirp::read)),
    OPEN(FsRequest.Open.class, FsReply.Opened.class, node(FsRequest.Open::read)),
    READ(FsRequest.Read.class, FsReply.Data.class, handle(FsRequest.Read::read)),
    CLOSE(FsRequest.Close.class, FsReply.Done.class, handle((h, fields) -> new FsRequest.Close(h))),
    CREATE(
            FsRequest.Create.class,
            FsReply.Created.class,
            node((node, fields) -> FsRequest.Create.read(node, FsRequest.entryName(fields, "name"), fields))),
    WRITE(FsRequest.Write.class, FsReply.Written.class, handle(FsRequest.Write::read)),
    TRUNCATE(FsRequest.Truncate.class, FsReply.Done.class, node(FsRequest.Truncate::read)),
    UNLINK(FsRequest.Unlink.class, FsReply.Done.class, child(FsRequest.Unlink::new)),
    MKDIR(
            FsRequest.Mkdir.class,
            FsReply.Done.class,
            node((node, fields) -> FsRequest.Mkdir.read(node, FsRequest.entryName(fields, "name"), fields))),
    RMDIR(FsRequest.Rmdir.class, FsReply.Done.class, child(FsRequest.Rmdir::new)),
    RENAME(FsRequest.Rename.class, FsReply.Done.class, (envelope, fields) -> FsRequest.Rename.read(fields)),
    STATFS(FsRequest.Statfs.class, FsReply.Statfs.class, node((node, fields) -> new FsRequest.Statfs(node))),
    LOCK(FsRequest.Lock.class, FsReply.Done.class, handle(FsRequest.Lock::read)),
    SYMLINK(
            FsRequest.Symlink.class,
            FsReply.Done.class,
            node((node, fields) -> FsRequest.Symlink.read(node, FsRequest.entryName(fields, "name"), fields))),
    READLINK(FsRequest.Readlink.class, FsReply.Target.class, node((node, fields) -> new FsRequest.Readlink(node))),
    LINK(FsRequest.Link.class, FsReply.Attributes.class, node(FsRequest.Link::read)),
    SETATTR(FsRequest.Setattr.class, FsReply.Attributes.class, node(FsRequest.Setattr::read)),
    SETXATTR(FsRequest.Setxattr.class, FsReply.Done.class, node(FsRequest.Setxattr::read)),
    GETXATTR(FsRequest.Getxattr.class, FsReply.Xattr.class, node(FsRequest.Getxattr::read)),
    LISTXATTR(
            FsRequest.Listxattr.class, FsReply.XattrNames.class, node((node, fields) -> new FsRequest.Listxattr(node))),
    REMOVEXATTR(FsRequest.Removexattr.class, FsReply.Done.class, node(FsRequest.Removexattr::read)),
    FSYNC(FsRequest.Fsync.class, FsReply.Done.class, handle(FsRequest.Fsync::read)),
    FSYNCDIR(FsRequest.Fsyncdir.class, FsReply.Done.class, node((node, fields) -> new FsRequest.Fsyncdir(node)));

    @FunctionalInterface
    private interface Reader {
        FsRequest read(Envelope envelope, Fields payload) throws InvalidJsonException;
    }

    @FunctionalInterface
    private interface ByIdReader {
        FsRequest read(long id, Fields payload) throws InvalidJsonException;
    }

    @FunctionalInterface
    private interface ByNameReader {
        FsRequest read(long node, String name);
    }

    private static final Map<String, FsOperation> BY_REQUEST_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(FsOperation::requestType, Function.identity()));
    private static final Map<String, FsOperation> BY_REPLY_TYPE =
            Arrays.stream(values()).collect(Collectors.toMap(FsOperation::replyType, Function.identity()));
    private static final Map<Class<?>, FsOperation> BY_REQUEST =
            Arrays.stream(values()).collect(Collectors.toMap(o -> o.request, Function.identity()));

    private final Class<? extends FsRequest> request;
    private final Class<? extends FsReply> reply;
    private final Reader reader;
    private final String wireName = name().toLowerCase(java.util.Locale.ROOT);

    FsOperation(Class<? extends FsRequest> request, Class<? extends FsReply> reply, Reader reader) {
        this.request = request;
        this.reply = reply;
        this.reader = reader;
    }

    static Optional<FsOperation> ofRequestType(String type) {
        return Optional.ofNullable(BY_REQUEST_TYPE.get(type));
    }

    static Optional<FsOperation> ofReplyType(String type) {
        return Optional.ofNullable(BY_REPLY_TYPE.get(type));
    }

    public static FsOperation of(FsRequest request) {
        FsOperation operation = BY_REQUEST.get(request.getClass());
        if (operation == null) {
            throw new IllegalArgumentException("no row for " + request.getClass());
        }
        return operation;
    }

    public String wireName() {
        return wireName;
    }

    String requestType() {
        return "acheron.t_fs_" + wireName;
    }

    String replyType() {
        return "acheron.r_fs_" + wireName;
    }

    Class<? extends FsReply> reply() {
        return reply;
    }

    FsRequest read(Envelope envelope, Fields payload) throws InvalidJsonException {
        return reader.read(envelope, payload);
    }

    private static Reader node(ByIdReader reader) {
        return (envelope, payload) -> reader.read(id(envelope.node(), "node"), payload);
    }

    private static Reader handle(ByIdReader reader) {
        return (envelope, payload) -> reader.read(id(envelope.h(), "h"), payload);
    }

    private static Reader child(ByNameReader reader) {
        return node((node, payload) -> reader.read(node, FsRequest.entryName(payload, "name")));
    }

    private static long id(@Nullable Long id, String member) throws InvalidJsonException {
        if (id == null) {
            throw new InvalidJsonException(Kind.MISSING, member + " is required beside the payload");
        }
        return id;
    }
}
