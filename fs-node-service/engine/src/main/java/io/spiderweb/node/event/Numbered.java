package io.spiderweb.node.event;

import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsEvent;
import org.jspecify.annotations.Nullable;

/** An event and its place in the stream. Both forms are encoded once, whoever gets them; guarded by the log's lock. */
final class Numbered {

    private final FsEvent event;
    private final long seq;
    private @Nullable String plain;
    private @Nullable String numbered;

    Numbered(FsEvent event, long seq) {
        this.event = event;
        this.seq = seq;
    }

    long seq() {
        return seq;
    }

    /** The node that it is about. */
    long subject() {
        return switch (event) {
            case FsEvent.Inval inval -> inval.node();
            case FsEvent.InvalDir invalDir -> invalDir.dir();
        };
    }

    /** The frame, with {@code seq} for those who know {@code events-1}. */
    String frame(boolean withSeq) {
        if (withSeq) {
            if (numbered == null) {
                numbered = FsCodec.encode(withSeq(event, seq));
            }
            return numbered;
        }
        if (plain == null) {
            plain = FsCodec.encode(event);
        }
        return plain;
    }

    private static FsEvent withSeq(FsEvent event, long seq) {
        return switch (event) {
            case FsEvent.Inval(long node, FsEvent.What what, Long generation, Long none) ->
                new FsEvent.Inval(node, what, generation, seq);
            case FsEvent.InvalDir(long dir, Long generation, Long none) -> new FsEvent.InvalDir(dir, generation, seq);
        };
    }
}
