package io.spiderweb.gateway.job;

import io.spiderweb.gateway.history.Pages;
import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The jobs, kept in the store. One that was under way when the gateway ended has failed ({@code spec gateway 14} row 18); one
 * that has ended is kept for a day, and the oldest give way if there are too many.
 */
@Singleton
public class Jobs {

    private static final String COLLECTION = "jobs";
    private static final String TEXTS = "job-texts";
    private static final Key COUNTER = new Key("job-counter", "next");
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int MAX_JOBS = 1_000;

    private final Store store;
    private final int limit;
    private final ReentrantLock creation = new ReentrantLock();

    /** Store ids of jobs whose turn has begun: not worth a write, since a restart ends them. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    @Inject
    public Jobs(Store store) {
        this(store, MAX_JOBS);
    }

    Jobs(Store store, int limit) {
        this.store = store;
        this.limit = limit;
        failInterrupted();
    }

    /** A new job; none if there are too many that have not ended. */
    public Optional<Job> create(JobOwner owner, @Nullable String correlationId) {
        creation.lock();
        try {
            List<Document> all = all();
            List<Document> ended = all.stream()
                    .filter(document -> read(document).state().isFinal())
                    .sorted(Comparator.comparingLong(Document::revision))
                    .toList();
            int tooMany = all.size() + 1 - limit;
            if (tooMany > ended.size()) {
                return Optional.empty();
            }
            List<Write> writes = forget(ended, tooMany);
            long number = store.get(COUNTER)
                    .map(document -> Long.parseLong(document.text()))
                    .orElse(1L);
            long now = store.nowMs();
            Job job = new Job("job-" + number, Job.State.QUEUED, correlationId, null, now, now);
            writes.add(Write.set(COUNTER, Long.toString(number + 1)));
            writes.add(Write.create(key(owner, job.jobId()), Json.write(job)));
            store.commit(new Transaction(writes, null));
            return Optional.of(job);
        } finally {
            creation.unlock();
        }
    }

    void begin(JobOwner owner, String jobId) {
        running.add(key(owner, jobId).id());
    }

    void end(JobOwner owner, Job job, Job.State state, @Nullable String error, JobTexts texts) {
        Key key = key(owner, job.jobId());
        store.commit(Transaction.of(
                Write.set(key, Json.write(job.with(state, error, store.nowMs()))),
                Write.set(new Key(TEXTS, key.id()), Json.write(texts))));
        running.remove(key.id());
    }

    /** Those of one owner that have not expired. */
    public List<Job> list(JobOwner owner) {
        return Pages.all(store, Range.of(COLLECTION).startingWith(owner.prefix())).stream()
                .map(this::read)
                .filter(job -> !isExpired(job))
                .toList();
    }

    public Optional<Job> find(JobOwner owner, String jobId) {
        return store.get(key(owner, jobId)).map(this::read).filter(job -> !isExpired(job));
    }

    public JobTexts texts(JobOwner owner, String jobId) {
        return store.get(new Key(TEXTS, key(owner, jobId).id()))
                .map(document -> read(document, JobTexts.class))
                .orElse(JobTexts.EMPTY);
    }

    private void failInterrupted() {
        for (Document document : all()) {
            Job job = read(document);
            if (!job.state().isFinal()) {
                String why = "the gateway was restarted before this job ended";
                store.commit(Transaction.of(
                        Write.set(document.key(), Json.write(job.with(Job.State.FAILED, why, store.nowMs()))),
                        Write.set(new Key(TEXTS, document.key().id()), Json.write(new JobTexts(why, "")))));
            }
        }
    }

    /** Those that expired, and more from the oldest on if there are too many. */
    private List<Write> forget(List<Document> ended, int atLeast) {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < ended.size() && writes.size() < Transaction.MAX_WRITES / 2; i++) {
            Document document = ended.get(i);
            if (i < atLeast || isExpired(read(document))) {
                writes.add(Write.delete(document.key()));
                writes.add(Write.delete(new Key(TEXTS, document.key().id())));
            }
        }
        return writes;
    }

    private boolean isExpired(Job job) {
        return job.state().isFinal() && job.updatedAtMs() + KEPT.toMillis() <= store.nowMs();
    }

    private List<Document> all() {
        return Pages.all(store, Range.of(COLLECTION));
    }

    private Job read(Document document) {
        Job job = read(document, Job.class);
        boolean begun = job.state() == Job.State.QUEUED
                && running.contains(document.key().id());
        return begun ? job.with(Job.State.RUNNING, null, job.updatedAtMs()) : job;
    }

    private static <T> T read(Document document, Class<T> type) {
        try {
            return Json.read(Json.parse(document.text()), type);
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("the stored document " + document.key() + " is unreadable", e);
        }
    }

    private static Key key(JobOwner owner, String jobId) {
        return new Key(COLLECTION, owner.prefix() + jobId);
    }
}
