package io.spiderweb.wire.fs;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a node answers when an operation succeeded. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface FsReply {

    /** The reply of operations that have nothing to report. */
    record Done() implements FsReply {}

    /**
     * @param features what the node can do beyond the base protocol; absent from old nodes
     * @param epoch names the node's process, with {@code events-1}
     * @param seq number of the newest event before this reply, with {@code events-1}
     * @param resumed whether the events since the client's position follow; otherwise whatever it caches may be stale
     * @param replyCache names what the node remembers of this client's changes, with {@code retry-1}: as long as it is the same,
     *     a change that was sent on an earlier connection may be sent again
     */
    record Hello(
            String protocol,
            int proto,
            NodeInfo node,
            NodeCaps caps,
            @Nullable List<String> features,
            @Nullable Long epoch,
            @Nullable Long seq,
            @Nullable Boolean resumed,
            @Nullable Long replyCache,
            @Nullable Integer maxInflight,
            @Nullable Integer maxInflightBytes)
            implements FsReply {
        public boolean supports(String feature) {
            return features != null && features.contains(feature);
        }
    }

    record NodeInfo(String name, String os, String ver) {}

    record NodeCaps(
            boolean readdirp,
            boolean symlink,
            boolean xattr,
            boolean locks,
            boolean caseSensitive,
            int maxRead,
            int maxWrite) {}

    record Exports(List<Export> exports) implements FsReply {
        public Exports {
            exports = List.copyOf(exports);
        }
    }

    /** What a link says, as {@link EscapedText}. */
    record Target(String target) implements FsReply {
        public Target {
            requireNonNull(target, "target");
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Xattr(@JsonProperty("value_b64") byte[] value) implements FsReply {
        public Xattr {
            requireNonNull(value, "value_b64");
        }
    }

    record XattrNames(List<String> names) implements FsReply {
        public XattrNames {
            names = List.copyOf(names);
        }
    }

    record Attributes(Attr attr) implements FsReply {
        public Attributes {
            requireNonNull(attr, "attr");
        }
    }

    /**
     * One page of a directory.
     *
     * @param next position after the last entry
     * @param eof whether the directory ends here; absent from some peers
     * @param nextCookie 0 at the end, otherwise {@code next}; what old clients look for
     */
    record Listing(
            List<Entry> ents,
            @Nullable Long next,
            @Nullable Boolean eof,
            @Nullable Long nextCookie,
            @Nullable Long dirGen)
            implements FsReply {

        public Listing {
            ents = List.copyOf(ents);
        }

        public static Listing page(List<Entry> entries, long next, boolean eof, long dirGen) {
            return new Listing(entries, next, eof, eof ? 0 : next, dirGen);
        }
    }

    record Opened(
            long h, OpenCaps caps, @JsonProperty("gen") long generation) implements FsReply {
        public Opened {
            requireNonNull(caps, "caps");
        }
    }

    record OpenCaps(boolean rd, boolean wr) {}

    record Created(Attr attr, long h) implements FsReply {
        public Created {
            requireNonNull(attr, "attr");
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Data(@JsonProperty("data_b64") byte[] data, boolean eof) implements FsReply {
        public Data {
            requireNonNull(data, "data_b64");
        }
    }

    record Written(@JsonProperty("n") long count) implements FsReply {}

    /** Sizes in blocks of {@code frsize} bytes, as statvfs(3). */
    record Statfs(
            long bsize,
            long frsize,
            long blocks,
            long bfree,
            long bavail,
            long files,
            long ffree,
            long favail,
            long namemax)
            implements FsReply {}
}
