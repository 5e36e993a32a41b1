package io.spiderweb.wire.fs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Envelope;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import io.spiderweb.wire.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between frames of {@code /v2/fs} and records ({@code spec fs-node 1}). */
public final class FsCodec {

    private static final String ERROR = "acheron.err_fs";
    private static final String INVAL = "acheron.e_fs_inval";
    private static final String INVAL_DIR = "acheron.e_fs_inval_dir";

    /** Types that are known, but that nobody may send to a node. */
    private static final Set<String> NOT_REQUESTS = Stream.concat(
                    Stream.of("version", "attach", "walk", "open", "read", "write", "stat", "clunk", "flush")
                            .flatMap(op -> Stream.of("acheron.t_" + op, "acheron.r_" + op)),
                    Stream.concat(
                            Stream.of(FsOperation.values()).map(FsOperation::replyType),
                            Stream.of("acheron.error", ERROR, INVAL, INVAL_DIR)))
            .collect(Collectors.toUnmodifiableSet());

    private FsCodec() {}

    /** Reads what a client sent; every rejection is the frame that answers it ({@code spec fs-node 1.5}). */
    public static Decoded<FsFrame.Request, FsFailure> decodeRequest(String text) {
        Envelope envelope;
        try {
            envelope = Envelope.parse(text);
            requireKnownType(envelope);
        } catch (InvalidJsonException e) {
            return new Decoded.Rejected<>(new FsFailure(null, Errno.EINVAL, e.getMessage(), true));
        }
        Long tag = envelope.tag();
        FsOperation operation = FsOperation.ofRequestType(envelope.type()).orElse(null);
        if (operation == null) {
            return new Decoded.Rejected<>(
                    new FsFailure(tag, Errno.EINVAL, "UnsupportedType: not a request of /v2/fs", false));
        }
        long replyTag = tag == null ? 0 : tag;
        try {
            FsRequest request = operation.read(envelope, payload(envelope, operation));
            RetryId retry = RetryId.read(new Fields(envelope.frame()));
            return new Decoded.Ok<>(new FsFrame.Request(replyTag, retry, request));
        } catch (InvalidJsonException e) {
            boolean closes = operation == FsOperation.HELLO;
            return new Decoded.Rejected<>(new FsFailure(replyTag, Errno.EINVAL, e.getMessage(), closes));
        }
    }

    /** Reads what a node sent; a rejection is a description for the log. */
    public static Decoded<FsFrame.FromNode, String> decodeFromNode(String text) {
        try {
            Envelope envelope = Envelope.parse(text);
            Fields payload = new Fields(object(envelope.payload()));
            return new Decoded.Ok<>(
                    switch (envelope.type()) {
                        case INVAL -> new FsFrame.Event(Json.read(defaultWhat(payload.object()), FsEvent.Inval.class));
                        case INVAL_DIR -> new FsFrame.Event(Json.read(payload.object(), FsEvent.InvalDir.class));
                        case ERROR -> failed(envelope);
                        default -> reply(envelope, payload);
                    });
        } catch (InvalidJsonException e) {
            return new Decoded.Rejected<>(e.getMessage());
        }
    }

    public static String encode(long tag, FsRequest request) {
        return encode(tag, null, request);
    }

    /** @param retry for a request that may be sent again, to a node that has {@code retry-1} */
    public static String encode(long tag, @Nullable RetryId retry, FsRequest request) {
        ObjectNode frame = frame(FsOperation.of(request).requestType(), tag);
        if (retry != null) {
            frame.put("rid", retry.rid()).put("answered", retry.answered());
        }
        switch (request) {
            case FsRequest.OnNode onNode -> frame.put("node", onNode.node());
            case FsRequest.OnHandle onHandle -> frame.put("h", onHandle.h());
            default -> {}
        }
        return Json.write(frame.set("payload", Json.tree(request)));
    }

    /** The frame is written straight from the record: a read's bytes become base64 once, without a tree between. */
    public static String encode(long tag, FsOperation operation, FsReply reply) {
        return Json.write(new ReplyFrame("acheron", operation.replyType(), tag, true, reply));
    }

    public static String encode(FsFailure failure) {
        ObjectNode frame = frame(ERROR, failure.tag()).put("ok", false);
        frame.set("error", Json.object().put("errno", failure.errno().number()).put("message", failure.message()));
        return Json.write(frame);
    }

    public static String encode(FsEvent event) {
        String type = switch (event) {
            case FsEvent.Inval inval -> INVAL;
            case FsEvent.InvalDir invalDir -> INVAL_DIR;
        };
        return Json.write(frame(type, null).set("payload", Json.tree(event)));
    }

    private record ReplyFrame(String channel, String type, long tag, boolean ok, FsReply payload) {}

    private static void requireKnownType(Envelope envelope) throws InvalidJsonException {
        String type = envelope.type();
        boolean known = FsOperation.ofRequestType(type).isPresent()
                || NOT_REQUESTS.contains(type)
                || !envelope.channel().equals("acheron");
        if (!known) {
            throw new InvalidJsonException(Kind.UNSUPPORTED, "the type is not known");
        }
    }

    private static Fields payload(Envelope envelope, FsOperation operation) throws InvalidJsonException {
        JsonNode payload = envelope.payload();
        if (payload == null && operation == FsOperation.HELLO) {
            throw new InvalidJsonException(Kind.MISSING, "hello needs a payload");
        }
        if (payload != null && !payload.isObject()) {
            throw new InvalidJsonException(Kind.VALUE, "the payload must be an object");
        }
        return new Fields(object(payload));
    }

    private static ObjectNode object(@Nullable JsonNode payload) throws InvalidJsonException {
        if (payload == null) {
            return Json.object();
        }
        if (payload instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidJsonException(Kind.TYPE, "the payload must be an object");
    }

    // a missing "what" means everything changed (spec fs-node 8.1)
    private static ObjectNode defaultWhat(ObjectNode payload) {
        return payload.has("what") ? payload : payload.put("what", FsEvent.What.ALL.wireName());
    }

    private static long tag(Envelope envelope) throws InvalidJsonException {
        Long tag = envelope.tag();
        if (tag == null) {
            throw new InvalidJsonException(Kind.MISSING, "a reply needs a tag");
        }
        return tag;
    }

    // "no" and "msg" are older spellings of the two members (spec fs-node 1.3)
    private static FsFrame.Failed failed(Envelope envelope) throws InvalidJsonException {
        JsonNode error = envelope.frame().path("error");
        JsonNode errno = error.has("errno") ? error.path("errno") : error.path("no");
        if (!errno.isInt()) {
            throw new InvalidJsonException(Kind.TYPE, "errno must be an integer");
        }
        String message = error.path("message").asText(error.path("msg").asText(""));
        return new FsFrame.Failed(tag(envelope), ErrnoNames.translate(errno.intValue(), message), message);
    }

    private static FsFrame.Reply reply(Envelope envelope, Fields payload) throws InvalidJsonException {
        FsOperation operation = FsOperation.ofReplyType(envelope.type())
                .orElseThrow(() -> new InvalidJsonException(Kind.UNSUPPORTED, envelope.type() + " is no reply"));
        return new FsFrame.Reply(tag(envelope), operation, Json.read(payload.object(), operation.reply()));
    }

    private static ObjectNode frame(String type, @Nullable Long tag) {
        ObjectNode frame = Json.object().put("channel", "acheron").put("type", type);
        return tag == null ? frame : frame.put("tag", tag);
    }

    /** Nodes of the reference hide some errors behind EIO and a name in the message ({@code spec fs-node 7}). */
    private static final class ErrnoNames {

        private static final Map<String, Errno> NAMES = Map.of(
                "DirNotEmpty", Errno.ENOTEMPTY,
                "PermissionDenied", Errno.EPERM,
                "SymLinkLoop", Errno.ELOOP,
                "RenameAcrossMountPoints", Errno.EXDEV,
                "DiskQuota", Errno.EDQUOT,
                "FileTooBig", Errno.EFBIG);

        static Errno translate(int number, String message) {
            Errno errno = Errno.of(number);
            return errno == Errno.EIO ? NAMES.getOrDefault(message, errno) : errno;
        }
    }
}
