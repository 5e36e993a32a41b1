package io.spiderweb.gateway.acheron;

import io.spiderweb.gateway.acheron.WorldNode.ChatInput;
import io.spiderweb.gateway.acheron.WorldNode.Directory;
import io.spiderweb.gateway.acheron.WorldNode.TextFile;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.acheron.AcheronReply;
import io.spiderweb.wire.acheron.AcheronReply.Qid;
import io.spiderweb.wire.acheron.AcheronRequest;
import io.spiderweb.wire.control.SessionReply.Binding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The file operations of one session, for as long as its binding stays the same ({@code spec gateway 4.2}). */
final class SessionFiles {

    private static final int IOUNIT = 64 << 10;

    /** What one answer carries at most: a peer takes frames of 4 MiB. */
    private static final int MAX_READ = 1 << 20;

    private static final int DIRECTORY_MODE = 0040755;
    private static final int READ_ONLY_MODE = 0100444;
    private static final int WRITABLE_MODE = 0100644;

    private final Binding binding;
    private final Directory root;
    private final Fids fids;
    private final FileNumbers numbers;

    /** @param fids of the whole connection, as {@code numbers} */
    SessionFiles(Binding binding, Directory root, Fids fids, FileNumbers numbers) {
        this.binding = binding;
        this.root = root;
        this.fids = fids;
        this.numbers = numbers;
    }

    Binding binding() {
        return binding;
    }

    AcheronReply attach(long fid) throws Refusal {
        fids.put(binding.sessionKey(), fid, Place.ROOT);
        return new AcheronReply.Attached(qid(Place.ROOT, root));
    }

    AcheronReply walk(AcheronRequest.Walk walk) throws Refusal {
        Place place = place(walk.fid()).walk(root, walk.path());
        fids.put(binding.sessionKey(), walk.newfid(), place);
        return new AcheronReply.Walked(qid(place, place.in(root)), walk.path().size());
    }

    AcheronReply open(AcheronRequest.Open open) throws Refusal {
        Place place = place(open.fid());
        WorldNode node = place.in(root);
        if (open.wantsToWrite()) {
            requireInput(node);
        }
        return new AcheronReply.Opened(qid(place, node), IOUNIT);
    }

    AcheronReply read(AcheronRequest.Read read) throws Refusal {
        byte[] content = content(place(read.fid()).in(root));
        int from = (int) Math.min(read.offset(), content.length);
        int to = (int) Math.min(from + Math.min(read.count(), MAX_READ), content.length);
        return new AcheronReply.Data(Arrays.copyOfRange(content, from, to), to - from, to == content.length);
    }

    AcheronReply stat(long fid) throws Refusal {
        Place place = place(fid);
        WorldNode node = place.in(root);
        boolean isDirectory = node instanceof Directory;
        boolean isInput = node instanceof ChatInput;
        return new AcheronReply.Stat(
                numbers.of(place),
                place.name(),
                kind(node),
                isDirectory ? 0 : content(node).length,
                isDirectory ? DIRECTORY_MODE : isInput ? WRITABLE_MODE : READ_ONLY_MODE,
                isInput);
    }

    AcheronReply clunk(long fid) {
        fids.remove(binding.sessionKey(), fid);
        return new AcheronReply.Clunked();
    }

    /** @throws Refusal unless what is written to this fid becomes a chat job */
    void requireInput(long fid) throws Refusal {
        requireInput(place(fid).in(root));
    }

    private Place place(long fid) throws Refusal {
        return fids.get(binding.sessionKey(), fid);
    }

    private static void requireInput(WorldNode node) throws Refusal {
        switch (node) {
            case Directory directory -> throw new Refusal(ErrorCode.EISDIR, "directories are read-only");
            case TextFile file -> throw new Refusal(ErrorCode.EPERM, "this file is read-only");
            case ChatInput input -> {}
        }
    }

    private static byte[] content(WorldNode node) {
        String text = switch (node) {
            case Directory directory ->
                String.join("\n", directory.children().get().keySet());
            case TextFile file -> file.content().get();
            case ChatInput input -> "";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Qid qid(Place place, WorldNode node) {
        return new Qid(numbers.of(place), kind(node));
    }

    private static String kind(WorldNode node) {
        return node instanceof Directory ? "dir" : "file";
    }
}
