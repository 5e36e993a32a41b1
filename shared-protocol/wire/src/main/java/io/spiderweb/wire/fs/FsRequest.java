package io.spiderweb.wire.fs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks a node ({@code spec fs-node 6}). A component named {@code node} or {@code h} travels beside the payload,
 * all others in it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FsRequest {

    /** A request that names its object by node id. */
    sealed interface OnNode extends FsRequest {
        long node();
    }

    /** A request that names its object by the id of an open file. */
    sealed interface OnHandle extends FsRequest {
        long h();
    }

    /** A request about a child of directory {@link #node()}. */
    sealed interface OnChild extends OnNode {
        String name();
    }

    /** A request that makes or reads links. */
    sealed interface OnLink extends OnNode {}

    /** A request about attributes, plain or extended. */
    sealed interface OnAttributes extends OnNode {}

    /** A request that needs {@link FsProtocol#POSIX_1}. */
    sealed interface Posix extends FsRequest {}

    /**
     * The first message of a connection, and the health probe of old clients ({@code spec fs-node 3}).
     *
     * @param features what the client can do beyond the base protocol
     * @param resume where its event stream broke off, if it had one
     * @param clientId names the client over all its connections, with {@code retry-1}; unguessable, up to 64 characters
     */
    record Hello(
            String protocol,
            long proto,
            @Nullable Secret authToken,
            boolean subscribeInvalidations,
            List<String> features,
            @Nullable Position resume,
            @Nullable String clientId)
            implements FsRequest {

        private static final int MAX_CLIENT_ID = 64;

        /** The two negotiated names are checked here, the token by the node. */
        static Hello read(Fields fields) throws InvalidJsonException {
            String protocol = fields.text("protocol");
            if (!protocol.equals(FsProtocol.NAME)) {
                throw mismatch("protocol must be " + FsProtocol.NAME);
            }
            if (fields.requiredUnsigned("proto") != FsProtocol.VERSION) {
                throw mismatch("proto must be " + FsProtocol.VERSION);
            }
            Secret token = fields.has("auth_token") ? new Secret(fields.text("auth_token")) : null;
            return new Hello(
                    protocol,
                    FsProtocol.VERSION,
                    token,
                    fields.bool("subscribe_invalidations", false),
                    fields.strings("features"),
                    Position.read(fields),
                    fields.optional("client_id", id -> id.length() <= MAX_CLIENT_ID, "at most 64 characters"));
        }

        private static InvalidJsonException mismatch(String message) {
            return new InvalidJsonException(Kind.VALUE, "ProtocolMismatch: " + message);
        }
    }

    record Exports() implements FsRequest {}

    record Lookup(@JsonIgnore long node, String name) implements OnChild {}

    record Getattr(@JsonIgnore long node) implements OnNode {}

    /** @param cookie position of the first entry wanted; positions count {@code .} and {@code ..} too */
    record Readdirp(@JsonIgnore long node, long cookie, long max) implements OnNode {
        static Readdirp read(long node, Fields fields) throws InvalidJsonException {
            return new Readdirp(node, fields.unsigned("cookie", 0), fields.unsigned32("max", 128));
        }
    }

    /** @param flags open(2) flags as on Linux x86-64 */
    record Open(@JsonIgnore long node, long flags) implements OnNode {
        static Open read(long node, Fields fields) throws InvalidJsonException {
            return new Open(node, fields.unsigned32("flags", 0));
        }
    }

    record Read(
            @JsonIgnore long h,
            @JsonProperty("off") long offset,
            @JsonProperty("len") long length) implements OnHandle {
        static Read read(long h, Fields fields) throws InvalidJsonException {
            return new Read(h, fields.unsigned("off", 0), fields.unsigned32("len", 65_536));
        }
    }

    record Close(@JsonIgnore long h) implements OnHandle {}

    record Create(@JsonIgnore long node, String name, long mode, long flags) implements OnChild {
        static Create read(long node, String name, Fields fields) throws InvalidJsonException {
            return new Create(node, name, fields.unsigned32("mode", 0x81A4), fields.unsigned32("flags", 2));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Write(
            @JsonIgnore long h,
            @JsonProperty("off") long offset,
            @JsonProperty("data_b64") byte[] data) implements OnHandle {
        static Write read(long h, Fields fields) throws InvalidJsonException {
            byte[] data = fields.base64("data_b64");
            if (data.length > FsProtocol.MAX_IO) {
                throw new InvalidJsonException(
                        Kind.VALUE, "a write carries at most " + FsProtocol.MAX_IO + " bytes, not " + data.length);
            }
            return new Write(h, fields.unsigned("off", 0), data);
        }
    }

    record Truncate(
            @JsonIgnore long node, @JsonProperty("sz") long size) implements OnNode {
        static Truncate read(long node, Fields fields) throws InvalidJsonException {
            return new Truncate(node, fields.unsigned("sz", 0));
        }
    }

    record Unlink(@JsonIgnore long node, String name) implements OnChild {}

    /** @param mode permission bits, which a node minds with {@code posix-1} only */
    record Mkdir(@JsonIgnore long node, String name, long mode) implements OnChild {
        static Mkdir read(long node, String name, Fields fields) throws InvalidJsonException {
            return new Mkdir(node, name, fields.unsigned32("mode", 0x1ED));
        }
    }

    record Rmdir(@JsonIgnore long node, String name) implements OnChild {}

    record Rename(long oldParent, String oldName, long newParent, String newName) implements FsRequest {
        static Rename read(Fields fields) throws InvalidJsonException {
            return new Rename(
                    fields.unsigned("old_parent", 0),
                    entryName(fields, "old_name"),
                    fields.unsigned("new_parent", 0),
                    entryName(fields, "new_name"));
        }
    }

    record Statfs(@JsonIgnore long node) implements OnNode {}

    /**
     * The advisory lock of a whole file, as flock(2). It belongs to the handle.
     *
     * @param waits whether to wait a little while another handle has it
     */
    record Lock(
            @JsonIgnore long h,
            Kind kind,
            @JsonProperty("wait") boolean waits) implements OnHandle {

        public enum Kind {
            SHARED,
            EXCLUSIVE,
            UNLOCK;

            @JsonValue
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        static Lock read(long h, Fields fields) throws InvalidJsonException {
            String name = fields.required("kind");
            Kind kind = Arrays.stream(Kind.values())
                    .filter(each -> each.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidJsonException(
                            InvalidJsonException.Kind.VALUE,
                            "kind must be shared, exclusive or unlock, not '" + name + "'"));
            return new Lock(h, kind, fields.bool("wait", true));
        }
    }

    /** @param target what the link says, as {@link EscapedText}; of any form */
    record Symlink(@JsonIgnore long node, String name, String target) implements OnChild, OnLink {
        static Symlink read(long node, String name, Fields fields) throws InvalidJsonException {
            return new Symlink(node, name, fields.text("target"));
        }
    }

    record Readlink(@JsonIgnore long node) implements OnLink, Posix {}

    /** Gives a file a further name. */
    record Link(@JsonIgnore long node, long parent, String name) implements OnLink, Posix {
        static Link read(long node, Fields fields) throws InvalidJsonException {
            return new Link(node, fields.requiredUnsigned("parent"), entryName(fields, "name"));
        }
    }

    /**
     * Changes what is given and leaves the rest. The size is {@link Truncate}'s.
     *
     * @param mode permission bits
     */
    record Setattr(
            @JsonIgnore long node,
            @Nullable Long mode,
            @Nullable Long uid,
            @Nullable Long gid,
            @JsonProperty("at") @Nullable NewTime accessed,
            @JsonProperty("mt") @Nullable NewTime modified)
            implements OnAttributes, Posix {
        static Setattr read(long node, Fields fields) throws InvalidJsonException {
            return new Setattr(
                    node,
                    fields.optionalUnsigned32("mode"),
                    fields.optionalUnsigned32("uid"),
                    fields.optionalUnsigned32("gid"),
                    NewTime.read(fields, "at"),
                    NewTime.read(fields, "mt"));
        }
    }

    /** @param flags of setxattr(2): 1 = it must be new, 2 = it must exist */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Setxattr(
            @JsonIgnore long node,
            String name,
            @JsonProperty("value_b64") byte[] value,
            int flags) implements OnAttributes {
        static Setxattr read(long node, Fields fields) throws InvalidJsonException {
            long flags = fields.unsigned32("flags", 0);
            if (flags > Integer.MAX_VALUE) {
                throw new InvalidJsonException(Kind.VALUE, "flags must be below 2^31, not " + flags);
            }
            return new Setxattr(node, fields.required("name"), fields.base64("value_b64"), (int) flags);
        }
    }

    record Getxattr(@JsonIgnore long node, String name) implements OnAttributes {
        static Getxattr read(long node, Fields fields) throws InvalidJsonException {
            return new Getxattr(node, fields.required("name"));
        }
    }

    record Listxattr(@JsonIgnore long node) implements OnAttributes {}

    record Removexattr(@JsonIgnore long node, String name) implements OnAttributes {
        static Removexattr read(long node, Fields fields) throws InvalidJsonException {
            return new Removexattr(node, fields.required("name"));
        }
    }

    /**
     * Waits until what was written to a file is on the node's disk.
     *
     * @param dataOnly whether attributes that are not needed to read it back may wait
     */
    record Fsync(@JsonIgnore long h, boolean dataOnly) implements OnHandle, Posix {
        static Fsync read(long h, Fields fields) throws InvalidJsonException {
            return new Fsync(h, fields.bool("data_only", false));
        }
    }

    /** Waits until the entries of a directory are on the node's disk. */
    record Fsyncdir(@JsonIgnore long node) implements OnNode, Posix {}

    /** A place in a node's event stream: {@code epoch} names its process, {@code seq} the last event that was seen. */
    record Position(long epoch, long seq) {
        static @Nullable Position read(Fields hello) throws InvalidJsonException {
            if (!(hello.object().get("resume") instanceof com.fasterxml.jackson.databind.node.ObjectNode object)) {
                return null;
            }
            Fields fields = new Fields(object);
            return new Position(fields.unsigned("epoch", 0), fields.unsigned("seq", 0));
        }
    }

    static String entryName(Fields fields, String member) throws InvalidJsonException {
        return fields.required(
                member, Identifiers::isEntryName, "a name without '/', '\\' and NUL that is neither '.' nor '..'");
    }
}
