package io.spiderweb.gateway.job;

import io.spiderweb.store.StoreException;
import io.spiderweb.wire.chat.ChatCodec;
import io.spiderweb.wire.chat.ChatFrame;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One job while its turn is under way: takes the frames of the turn in the place of a client. */
public final class JobRun implements Consumer<ChatFrame> {

    private static final Logger LOG = Logger.getLogger(JobRun.class);

    /** Lines beyond that are left out; the end is always there. */
    private static final int MAX_LOG = 256 << 10;

    private final Jobs jobs;
    private final JobOwner owner;
    private final Job job;
    private final Runnable whenEnded;
    private final StringBuilder log = new StringBuilder();

    /** @param whenEnded called once the outcome can be read, or could not be stored */
    public JobRun(Jobs jobs, JobOwner owner, Job job, Runnable whenEnded) {
        this.jobs = jobs;
        this.owner = owner;
        this.job = job;
        this.whenEnded = whenEnded;
    }

    /** Comes from one thread at a time. */
    @Override
    public void accept(ChatFrame frame) {
        jobs.begin(owner, job.jobId());
        switch (frame) {
            case ChatFrame.Receive receive -> end(receive, Job.State.DONE, receive.content(), null);
            case ChatFrame.Failed failed -> end(failed, Job.State.FAILED, failed.message(), failed.message());
            case ChatFrame.ToolEvent tool -> append(tool);
            // the whole follows, and this family has no others in turns
            case ChatFrame.Delta delta -> {}
            case ChatFrame.ConnectAck ack -> {}
            case ChatFrame.Pong pong -> {}
        }
    }

    private void append(ChatFrame frame) {
        String line = ChatCodec.encode(frame) + "\n";
        if (log.length() + line.length() <= MAX_LOG) {
            log.append(line);
        }
    }

    /** Writes on a thread of its own: whoever brings the last frame, such as a timer, must not wait for a disk. */
    private void end(ChatFrame last, Job.State state, String result, @Nullable String error) {
        JobTexts texts = new JobTexts(result, log + ChatCodec.encode(last) + "\n");
        Thread.ofVirtual().name("end of " + job.jobId()).start(() -> {
            try {
                jobs.end(owner, job, state, error, texts);
            } catch (StoreException e) {
                LOG.errorf("the outcome of %s could not be stored: %s", job.jobId(), e.getMessage());
            } finally {
                whenEnded.run();
            }
        });
    }
}
