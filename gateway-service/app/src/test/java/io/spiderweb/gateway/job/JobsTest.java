package io.spiderweb.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.chat.ChatFrame;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {

    private static final JobOwner OWNER = new JobOwner("role:admin", "alice");

    @TempDir
    Path directory;

    @Test
    void aJobIsFollowedFromItsQueueToItsEndAndKept() {
        try (Store store = open()) {
            Jobs jobs = new Jobs(store);
            Job job = jobs.create(OWNER, "k-1").orElseThrow();
            assertThat(job.jobId()).isEqualTo("job-1");
            assertThat(state(jobs, job)).isEqualTo(Job.State.QUEUED);

            AtomicBoolean ended = new AtomicBoolean();
            JobRun run = new JobRun(jobs, OWNER, job, () -> ended.set(true));
            run.accept(new ChatFrame.Delta("job-1", "li", 1, "s1"));
            assertThat(state(jobs, job)).isEqualTo(Job.State.RUNNING);
            run.accept(new ChatFrame.Receive("job-1", "lit", 2, "s1"));
            await().untilTrue(ended);
            assertThat(state(jobs, job)).isEqualTo(Job.State.DONE);
        }
        try (Store store = open()) {
            Jobs jobs = new Jobs(store);
            assertThat(jobs.find(OWNER, "job-1"))
                    .hasValueSatisfying(job -> assertThat(job.correlationId()).isEqualTo("k-1"));
            assertThat(jobs.texts(OWNER, "job-1").result()).isEqualTo("lit");
            assertThat(jobs.texts(OWNER, "job-1").log()).hasLineCount(1).contains("session.receive");
            assertThat(jobs.create(OWNER, null).orElseThrow().jobId())
                    .as("a number is never given twice")
                    .isEqualTo("job-2");
        }
    }

    @Test
    void aJobThatARestartCutOffHasFailed() {
        try (Store store = open()) {
            new Jobs(store).create(OWNER, null);
        }
        try (Store store = open()) {
            Jobs jobs = new Jobs(store);
            assertThat(jobs.find(OWNER, "job-1")).hasValueSatisfying(job -> {
                assertThat(job.state()).isEqualTo(Job.State.FAILED);
                assertThat(job.error()).contains("restarted");
            });
            assertThat(jobs.texts(OWNER, "job-1").result()).contains("restarted");
        }
    }

    @Test
    void callersAndAgentsDoNotSeeEachOthersJobs() {
        try (Store store = open()) {
            Jobs jobs = new Jobs(store);
            jobs.create(OWNER, null);
            assertThat(jobs.list(OWNER)).hasSize(1);
            assertThat(jobs.list(new JobOwner("role:user", "alice"))).isEmpty();
            assertThat(jobs.list(new JobOwner("role:admin", "al"))).isEmpty();
        }
    }

    @Test
    void theOldestThatEndedGivesWayAndNoneThatIsUnderWay() {
        try (Store store = open()) {
            Jobs jobs = new Jobs(store, 2);
            Job first = jobs.create(OWNER, null).orElseThrow();
            Job second = jobs.create(OWNER, null).orElseThrow();
            assertThat(jobs.create(OWNER, null)).isEmpty();
            jobs.end(OWNER, second, Job.State.DONE, null, new JobTexts("done", ""));

            Job third = jobs.create(OWNER, null).orElseThrow();
            assertThat(jobs.list(OWNER)).extracting(Job::jobId).containsExactly(first.jobId(), third.jobId());
            assertThat(jobs.texts(OWNER, second.jobId())).isEqualTo(JobTexts.EMPTY);
        }
    }

    private static Job.State state(Jobs jobs, Job job) {
        return jobs.find(OWNER, job.jobId()).orElseThrow().state();
    }

    private Store open() {
        return SqliteStore.open(directory.resolve("gateway.db"), SqliteOptions.DEFAULTS);
    }
}
