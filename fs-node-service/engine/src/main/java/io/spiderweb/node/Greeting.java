package io.spiderweb.node;

import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to hello (spec fs-node 3). */
final class Greeting {

    /** Constants of the protocol, whatever this node is called and its version is. */
    private static final FsReply.NodeInfo NODE = new FsReply.NodeInfo("spiderweb-fs-node", "linux", "0.1.0");

    private static final FsReply.NodeCaps CAPS =
            new FsReply.NodeCaps(true, true, true, true, true, FsProtocol.MAX_IO, FsProtocol.MAX_IO);

    private Greeting() {}

    /**
     * @param numbered whether the client named {@code events-1}
     * @param replyCache null unless it named {@code retry-1}
     */
    static FsReply.Hello reply(
            FsNode node, boolean numbered, long seq, @Nullable Boolean resumed, @Nullable Long replyCache) {
        return new FsReply.Hello(
                FsProtocol.NAME,
                FsProtocol.VERSION,
                NODE,
                CAPS,
                List.of(FsProtocol.EVENTS_1, FsProtocol.POSIX_1, FsProtocol.RETRY_1),
                numbered ? node.log().epoch() : null,
                numbered ? seq : null,
                resumed,
                replyCache,
                node.limits().maxInflight(),
                node.limits().maxInflightBytes());
    }
}
