package io.spiderweb.gateway.acheron;

import io.spiderweb.gateway.acheron.WorldNode.ChatInput;
import io.spiderweb.gateway.acheron.WorldNode.Directory;
import io.spiderweb.gateway.acheron.WorldNode.TextFile;
import io.spiderweb.gateway.job.Job;
import io.spiderweb.gateway.job.JobOwner;
import io.spiderweb.gateway.job.JobRun;
import io.spiderweb.gateway.job.Jobs;
import io.spiderweb.gateway.session.RebindGuard;
import io.spiderweb.gateway.session.Sessions;
import io.spiderweb.gateway.turn.TurnRequest;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.store.StoreException;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.acheron.AcheronCodec;
import io.spiderweb.wire.acheron.AcheronFrame;
import io.spiderweb.wire.acheron.AcheronReply;
import io.spiderweb.wire.acheron.AcheronReply.Qid;
import io.spiderweb.wire.acheron.AcheronRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.SessionReply.Binding;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The file operations of one connection ({@code spec gateway 4}). Not safe for threads: only the one that handles the connection's
 * frames calls it. All answers are given at once, but for that to a message, which is given when its job has ended.
 */
public final class AcheronChannel {

    private static final Logger LOG = Logger.getLogger(AcheronChannel.class);

    /** Protocol error ({@code RFC 6455 7.4.1}). */
    private static final int CLOSE_PROTOCOL = 1002;

    private static final int IOUNIT = 64 << 10;

    /** What one answer carries at most: a peer takes frames of 4 MiB. */
    private static final int MAX_READ = 1 << 20;

    private static final int DIRECTORY_MODE = 0040755;
    private static final int READ_ONLY_MODE = 0100444;
    private static final int WRITABLE_MODE = 0100644;

    /** A session's tree, for as long as its binding stays the same. */
    private record Tree(Binding binding, Directory root) {}

    private final Principal principal;
    private final Jobs jobs;
    private final Turns turns;
    private final Outbox client;
    private final Map<String, Tree> trees = new HashMap<>();
    private final Fids fids = new Fids();
    private final FileNumbers numbers = new FileNumbers();
    private boolean negotiated;

    public AcheronChannel(Principal principal, Jobs jobs, Turns turns, Outbox client) {
        this.principal = principal;
        this.jobs = jobs;
        this.turns = turns;
        this.client = client;
    }

    /** Answers a frame; one that breaks the negotiation ends the connection. */
    public void handle(AcheronFrame frame, Sessions sessions) {
        try {
            if (frame.request() instanceof AcheronRequest.Version version) {
                negotiate(frame, version);
            } else if (negotiated) {
                forgetAllBut(sessions.bindings().keySet());
                answer(frame, session(frame, sessions));
            } else {
                throw new Refusal(ErrorCode.PROTOCOL_MISMATCH, "acheron.t_version must be negotiated first");
            }
        } catch (Refusal e) {
            client.send(AcheronCodec.encode(frame.error(e.code(), e.getMessage())));
            if (e.code() == ErrorCode.PROTOCOL_MISMATCH) {
                client.close(CLOSE_PROTOCOL, e.getMessage());
            }
        } catch (StoreException e) {
            LOG.errorf("jobs cannot be read or written: %s", e.getMessage());
            client.send(AcheronCodec.encode(frame.error(ErrorCode.EXECUTION_FAILED, "the jobs cannot be reached")));
        }
    }

    private void negotiate(AcheronFrame frame, AcheronRequest.Version version) throws Refusal {
        if (!AcheronRequest.VERSION.equals(version.version())) {
            throw new Refusal(ErrorCode.PROTOCOL_MISMATCH, "only " + AcheronRequest.VERSION + " is spoken here");
        }
        negotiated = true;
        long msize = Math.min(version.msize(), ControlCodec.MAX_CLIENT_FRAME);
        reply(frame, new AcheronReply.Version(msize, AcheronRequest.VERSION));
    }

    private Binding session(AcheronFrame frame, Sessions sessions) throws Refusal {
        Binding session = sessions.find(frame.sessionKey())
                .orElseThrow(() -> new Refusal(ErrorCode.SESSION_NOT_FOUND, "unknown session_key"));
        if (RebindGuard.isReserved(session, principal)) {
            throw new Refusal(ErrorCode.FORBIDDEN, "user role cannot use the system agent or project");
        }
        return session;
    }

    private void answer(AcheronFrame frame, Binding session) throws Refusal {
        Directory root = root(session);
        String key = session.sessionKey();
        switch (frame.request()) {
            case AcheronRequest.Version version -> throw new IllegalStateException("was negotiated");
            case AcheronRequest.Attach(long fid) -> {
                fids.put(key, fid, Place.ROOT);
                reply(frame, new AcheronReply.Attached(qid(Place.ROOT, root)));
            }
            case AcheronRequest.Walk(long fid, long newfid, List<String> path) -> {
                Place place = fids.get(key, fid).walk(root, path);
                fids.put(key, newfid, place);
                reply(frame, new AcheronReply.Walked(qid(place, place.in(root)), path.size()));
            }
            case AcheronRequest.Open open -> {
                Place place = fids.get(key, open.fid());
                WorldNode node = place.in(root);
                if (open.wantsToWrite()) {
                    requireWritable(node, "directories are opened for reading only");
                }
                reply(frame, new AcheronReply.Opened(qid(place, node), IOUNIT));
            }
            case AcheronRequest.Read read ->
                reply(frame, read(content(fids.get(key, read.fid()).in(root)), read.offset(), read.count()));
            case AcheronRequest.Write(long fid, byte[] data) -> {
                requireWritable(fids.get(key, fid).in(root), "a directory cannot be written to");
                chat(frame, session, data);
            }
            case AcheronRequest.Stat(long fid) -> {
                Place place = fids.get(key, fid);
                reply(frame, stat(place, place.in(root)));
            }
            case AcheronRequest.Clunk(long fid) -> {
                fids.remove(key, fid);
                reply(frame, new AcheronReply.Clunked());
            }
            case AcheronRequest.Flush flush -> reply(frame, new AcheronReply.Flushed());
        }
    }

    private void forgetAllBut(Set<String> sessionKeys) {
        Set<String> gone = new HashSet<>(trees.keySet());
        gone.removeAll(sessionKeys);
        gone.forEach(key -> {
            trees.remove(key);
            fids.removeAllOf(key);
        });
    }

    private Directory root(Binding session) {
        Tree tree = trees.get(session.sessionKey());
        if (tree == null || !tree.binding().equals(session)) {
            fids.removeAllOf(session.sessionKey());
            tree = new Tree(session, new World(session, principal.id(), jobs).root());
            trees.put(session.sessionKey(), tree);
        }
        return tree.root();
    }

    private static void requireWritable(WorldNode node, String ofDirectory) throws Refusal {
        switch (node) {
            case Directory directory -> throw new Refusal(ErrorCode.EISDIR, ofDirectory);
            case TextFile file -> throw new Refusal(ErrorCode.EPERM, "this file is read-only");
            case ChatInput input -> {}
        }
    }

    private void chat(AcheronFrame frame, Binding session, byte[] data) throws Refusal {
        String text = new String(data, StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            reply(frame, new AcheronReply.Written(0, null, null, null));
            return;
        }
        JobOwner owner = new JobOwner(principal.id(), session.agentId());
        Job job = jobs.create(owner, frame.correlation())
                .orElseThrow(() -> new Refusal(ErrorCode.QUEUE_SATURATED, "too many jobs are under way"));
        AcheronReply written =
                new AcheronReply.Written(data.length, job.jobId(), World.resultPath(job.jobId()), job.correlationId());
        turns.submit(
                new TurnRequest(job.jobId(), principal, session, text),
                new JobRun(jobs, owner, job, () -> reply(frame, written)));
    }

    private static AcheronReply read(byte[] content, long offset, long count) {
        int from = (int) Math.min(offset, content.length);
        int to = (int) Math.min(from + Math.min(count, MAX_READ), content.length);
        return new AcheronReply.Data(Arrays.copyOfRange(content, from, to), to - from, to == content.length);
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

    private AcheronReply stat(Place place, WorldNode node) {
        boolean isDirectory = node instanceof Directory;
        return new AcheronReply.Stat(
                numbers.of(place),
                place.name(),
                kind(node),
                isDirectory ? 0 : content(node).length,
                isDirectory ? DIRECTORY_MODE : node instanceof ChatInput ? WRITABLE_MODE : READ_ONLY_MODE,
                node instanceof ChatInput);
    }

    private Qid qid(Place place, WorldNode node) {
        return new Qid(numbers.of(place), kind(node));
    }

    private static String kind(WorldNode node) {
        return node instanceof Directory ? "dir" : "file";
    }

    private void reply(AcheronFrame frame, AcheronReply reply) {
        client.send(AcheronCodec.encode(frame.tag(), reply));
    }
}
