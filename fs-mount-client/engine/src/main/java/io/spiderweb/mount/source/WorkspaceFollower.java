package io.spiderweb.mount.source;

import io.spiderweb.transport.Backoff;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a view of one workspace current: takes over what it is told, asks when it only heard that something changed, and at an
 * interval in case it was not told. Many changes at once are one question.
 */
public final class WorkspaceFollower implements AutoCloseable {

    /** Tells what the workspace is now; waits, but not for ever. */
    @FunctionalInterface
    public interface Question {
        WorkspaceStatus ask() throws IOException;
    }

    /** Takes over what the workspace is; fails if that makes no sense. */
    @FunctionalInterface
    public interface View {
        void show(WorkspaceStatus status) throws IOException;
    }

    private static final Logger LOG = Logger.getLogger(WorkspaceFollower.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(500);

    private final @Nullable String project;
    private final Duration interval;
    private final Question question;
    private final View view;
    private final Thread worker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private boolean due;
    private @Nullable WorkspaceStatus told;
    private @Nullable String shown;
    private int failures;

    /**
     * Listens, but asks nothing before it is started.
     *
     * @param project whose workspace it is; null for whichever is active when asked
     * @param interval of the questions; after one that failed they come sooner at first
     */
    public WorkspaceFollower(@Nullable String project, Duration interval, Question question, View view) {
        this.project = project;
        this.interval = interval;
        this.question = question;
        this.view = view;
        this.worker = Thread.ofVirtual().name("workspace").unstarted(this::work);
    }

    public void start() {
        worker.start();
    }

    /** Takes news of any workspace; does not block. */
    public void hear(TopologyNews news) {
        lock.lock();
        try {
            switch (news) {
                case TopologyNews.Unknown unknown -> due = true;
                case TopologyNews.Changed(String changed) -> due |= project == null || project.equals(changed);
                case TopologyNews.Now(WorkspaceStatus status) -> {
                    if (status.projectId() != null && status.projectId().equals(project == null ? shown : project)) {
                        told = status;
                    } else {
                        // another project may have become the active one
                        due |= project == null;
                    }
                }
            }
            heard.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }

    private void work() {
        try {
            while (true) {
                WorkspaceStatus status = next();
                try {
                    takeOver(status == null ? question.ask() : status, status == null);
                } catch (IOException | RuntimeException e) {
                    failed(e);
                }
            }
        } catch (InterruptedException e) {
            // only close() interrupts
        }
    }

    /** What was told; null when it is time to ask. */
    private @Nullable WorkspaceStatus next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = pause().toNanos();
            while (!due && told == null && left > 0) {
                left = heard.awaitNanos(left);
            }
            WorkspaceStatus status = told;
            told = null;
            due &= status != null;
            return status;
        } finally {
            lock.unlock();
        }
    }

    private Duration pause() {
        return failures == 0 ? interval : new Backoff(FIRST_RETRY, interval).delay(failures);
    }

    private void takeOver(WorkspaceStatus status, boolean asked) throws IOException {
        if (asked && isOvertaken()) {
            return;
        }
        view.show(status);
        lock.lock();
        try {
            shown = status.projectId();
            if (failures > 0) {
                LOG.infof("Workspace %s is known again", name());
            }
            failures = 0;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the answer may be older than what was told while it was under way: then that is shown, and asked once more. */
    private boolean isOvertaken() {
        lock.lock();
        try {
            due |= told != null;
            return told != null;
        } finally {
            lock.unlock();
        }
    }

    private void failed(Exception failure) {
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        if (failures++ == 0) {
            LOG.warnf("Workspace %s stays as it was last known: %s", name(), failure.getMessage());
        }
    }

    private String name() {
        return project == null ? "of the active project" : project;
    }
}
