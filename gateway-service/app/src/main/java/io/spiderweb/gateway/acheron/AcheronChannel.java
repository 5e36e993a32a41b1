package io.spiderweb.gateway.acheron;

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
import io.spiderweb.wire.acheron.AcheronRequest;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.SessionReply.Binding;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
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

    private final Principal principal;
    private final Jobs jobs;
    private final Turns turns;
    private final Outbox client;
    private final Map<String, SessionFiles> sessionFiles = new HashMap<>();
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
                answer(frame, files(session(frame, sessions)));
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

    private void answer(AcheronFrame frame, SessionFiles files) throws Refusal {
        switch (frame.request()) {
            case AcheronRequest.Version version -> negotiate(frame, version);
            case AcheronRequest.Attach(long fid) -> reply(frame, files.attach(fid));
            case AcheronRequest.Walk walk -> reply(frame, files.walk(walk));
            case AcheronRequest.Open open -> reply(frame, files.open(open));
            case AcheronRequest.Read read -> reply(frame, files.read(read));
            case AcheronRequest.Write(long fid, byte[] data) -> {
                files.requireInput(fid);
                chat(frame, files.binding(), data);
            }
            case AcheronRequest.Stat(long fid) -> reply(frame, files.stat(fid));
            case AcheronRequest.Clunk(long fid) -> reply(frame, files.clunk(fid));
            case AcheronRequest.Flush flush -> reply(frame, new AcheronReply.Flushed());
        }
    }

    private SessionFiles files(Binding session) {
        SessionFiles files = sessionFiles.get(session.sessionKey());
        if (files == null || !files.binding().equals(session)) {
            fids.removeAllOf(session.sessionKey());
            files = new SessionFiles(session, new World(session, principal.id(), jobs).root(), fids, numbers);
            sessionFiles.put(session.sessionKey(), files);
        }
        return files;
    }

    /** What belongs to sessions that are not there any more is forgotten. */
    private void forgetAllBut(Set<String> sessionKeys) {
        Set<String> gone = new HashSet<>(sessionFiles.keySet());
        gone.removeAll(sessionKeys);
        gone.forEach(key -> {
            sessionFiles.remove(key);
            fids.removeAllOf(key);
        });
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

    private void reply(AcheronFrame frame, AcheronReply reply) {
        client.send(AcheronCodec.encode(frame.tag(), reply));
    }
}
