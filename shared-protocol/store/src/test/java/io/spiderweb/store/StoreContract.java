package io.spiderweb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Commit.Committed;
import io.spiderweb.store.Commit.Conflict;
import io.spiderweb.store.StoreException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend does with documents. */
public abstract class StoreContract {
    protected static final int KEPT_REVISIONS = 1_000;

    protected Store store;

    /** Opens the store of this test, which is the same one after it was closed. */
    protected abstract Store open(int keptRevisions);

    @BeforeEach
    void openStore() {
        store = open(KEPT_REVISIONS);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected void reopen(int keptRevisions) {
        store.close();
        store = open(keptRevisions);
    }

    protected static Key key(String id) {
        return new Key("things", id);
    }

    protected long commit(Write... writes) {
        return ((Committed) store.commit(Transaction.of(writes))).revision();
    }

    protected Document read(Key key) {
        return store.get(key).orElseThrow();
    }

    protected List<Document> listAll(Range range) {
        List<Document> all = new ArrayList<>();
        List<Document> page = store.list(range);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = store.list(range.after(all.getLast().key().id()));
        }
        return all;
    }

    @Test
    void aNewStoreIsEmpty() {
        assertThat(store.revision()).isZero();
        assertThat(store.get(key("a"))).isEmpty();
        assertThat(store.list(Range.of("things"))).isEmpty();
        assertThat(store.changesSince(0, 10)).isEqualTo(new Changes.Page(List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{\"a\":1}", "naïve – 日本語 – 🕸 – e\u0301", "line\r\nline\n\t\u0001", "' \" \\ ; -- ? % _"})
    void aDocumentReadsBackExactlyAsWritten(String text) {
        long revision = commit(Write.create(key(text + "id"), text));

        assertThat(read(key(text + "id"))).isEqualTo(new Document(key(text + "id"), revision, new Content(text)));
    }

    @Test
    void oneIdInTwoCollectionsIsTwoDocuments() {
        commit(Write.create(new Key("nodes", "1"), "node"), Write.create(new Key("projects", "1"), "project"));

        assertThat(read(new Key("nodes", "1")).text()).isEqualTo("node");
        assertThat(read(new Key("projects", "1")).text()).isEqualTo("project");
    }

    @Test
    void theCollectionsAreThoseWithADocument() {
        commit(
                Write.create(new Key("b", "1"), ""),
                Write.create(new Key("a", "1"), ""),
                Write.create(new Key("a", "2"), ""));
        commit(Write.create(new Key("gone", "1"), ""));
        commit(Write.delete(new Key("gone", "1")));

        assertThat(store.collections()).containsExactly("a", "b");
    }

    @Test
    void ofFiftyWritersWithTheSameExpectationExactlyOneWins() throws Exception {
        commit(Write.create(key("a"), "before"));
        Document before = read(key("a"));

        List<Commit> outcomes =
                atOnce(50, writer -> store.commit(Transaction.of(Write.replace(before, "writer " + writer))));

        assertThat(outcomes).filteredOn(Committed.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(new Conflict(key("a"))::equals).hasSize(49);
        int winner = outcomes.indexOf(new Committed(store.revision()));
        assertThat(read(key("a")).text()).isEqualTo("writer " + winner);
    }

    @Test
    void aCounterAndWhatItNumbersChangeTogether() throws Exception {
        Key counter = new Key("counters", "thing");
        commit(Write.create(counter, "0"));

        atOnce(20, writer -> {
            while (true) {
                Document last = read(counter);
                String next = Integer.toString(Integer.parseInt(last.text()) + 1);
                if (store.commit(Transaction.of(
                                Write.create(key("thing-" + next), "by " + writer), Write.replace(last, next)))
                        instanceof Committed done) {
                    return done;
                }
            }
        });

        assertThat(read(counter).text()).isEqualTo("20");
        assertThat(listAll(Range.of("things"))).hasSize(20);
    }

    @Test
    void aTransactionWithOneUnmetExpectationChangesNothing() {
        long before = commit(Write.create(key("kept"), "1"), Write.create(key("taken"), "1"));
        Document kept = read(key("kept"));

        Commit outcome = store.commit(
                Transaction.of(Write.set(key("new"), "2"), Write.delete(kept), Write.create(key("taken"), "2")));

        assertThat(outcome).isEqualTo(new Conflict(key("taken")));
        assertThat(store.revision()).isEqualTo(before);
        assertThat(listAll(Range.of("things"))).extracting(Document::text).containsExactly("1", "1");
    }

    @Test
    void allDocumentsOfATransactionGetItsRevision() {
        commit(Write.set(key("a"), "1"));
        long revision = commit(Write.set(key("a"), "2"), Write.set(key("b"), "2"));

        assertThat(read(key("a")).revision()).isEqualTo(revision);
        assertThat(read(key("b")).revision()).isEqualTo(revision);
        assertThat(store.revision()).isEqualTo(revision);
    }

    @Test
    void aDeletedDocumentIsGoneAndItsKeyIsFreeButItsOldRevisionIsNot() {
        commit(Write.create(key("a"), "first"));
        Document first = read(key("a"));
        commit(Write.delete(first));
        assertThat(store.get(key("a"))).isEmpty();
        assertThat(store.list(Range.of("things"))).isEmpty();

        commit(Write.create(key("a"), "second"));

        assertThat(store.commit(Transaction.of(Write.replace(first, "stale")))).isEqualTo(new Conflict(key("a")));
        assertThat(store.commit(Transaction.of(Write.delete(first)))).isEqualTo(new Conflict(key("a")));
        assertThat(read(key("a")).text()).isEqualTo("second");
    }

    @Test
    void listingPagesThroughEverythingOnceInTheOrderOfUtf8Bytes() {
        // U+FFFD sorts before U+1F578 in UTF-8, but after its surrogates in UTF-16
        List<String> ids = List.of("A", "a", "a-1", "a-10", "a-2", "b", "z", "é", "\uFFFD", "🕸");
        ids.reversed().forEach(id -> commit(Write.create(key(id), id)));
        commit(Write.create(new Key("others", "a"), "other"));

        assertThat(listAll(Range.of("things").limitedTo(3)))
                .extracting(document -> document.key().id())
                .containsExactlyElementsOf(ids);
        assertThat(store.list(Range.of("things").limitedTo(3))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "*", "?", "[a]", "\\", "'", "\"", "a%", "é", "🕸", "\uFFFF", "\uDBFF\uDFFF"})
    void aPrefixIsTakenLiterally(String prefix) {
        commit(Write.set(key("a"), ""), Write.set(key("aaa"), ""), Write.set(key("zzz"), ""));
        commit(Write.set(key(prefix), ""), Write.set(key(prefix + "a"), ""), Write.set(key(prefix + "b"), ""));

        assertThat(listAll(Range.of("things").startingWith(prefix).limitedTo(1)))
                .extracting(document -> document.key().id())
                .containsExactly(prefix, prefix + "a", prefix + "b");
    }

    @Test
    void aPrefixNarrowsWhateverIdItContinuesAfter() {
        commit(
                Write.set(key("a-1"), ""),
                Write.set(key("b-1"), ""),
                Write.set(key("b-2"), ""),
                Write.set(key("c"), ""));

        Range b = Range.of("things").startingWith("b-");
        assertThat(store.list(b.after("a-1"))).hasSize(2);
        assertThat(store.list(b.after("b-1"))).hasSize(1);
        assertThat(store.list(b.after("c"))).isEmpty();
    }

    @Test
    void pagesOfLargeDocumentsAreShorterButNothingIsLeftOut() {
        String large = "x".repeat(Content.MAX_BYTES);
        IntStream.range(0, 6).forEach(i -> commit(Write.create(key("large-" + i), large)));

        assertThat(store.list(Range.of("things"))).hasSizeLessThan(6);
        assertThat(listAll(Range.of("things")))
                .hasSize(6)
                .allMatch(d -> d.text().equals(large));
        assertThat(((Changes.Page) store.changesSince(0, 100)).changes()).hasSizeLessThan(6);
    }

    @Test
    void whatCannotBeStoredIsRefusedWithAReason() {
        assertThatThrownBy(() -> new Content("é".repeat(Content.MAX_BYTES / 2 + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long")
                .hasMessageContaining("4194304");
        assertThatThrownBy(() -> new Content("\uD83D")).hasMessageContaining("not valid Unicode");
        assertThatThrownBy(() -> new Content("a\0b")).hasMessageContaining("NUL");
        assertThatThrownBy(() -> key("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> key("x".repeat(513))).hasMessageContaining("512");
        assertThatThrownBy(() -> new Key("Things", "a")).hasMessageContaining("'Things'");
        assertThatThrownBy(() -> Transaction.of()).hasMessageContaining("1 to 1000 writes, not 0");
        assertThatThrownBy(() -> Transaction.of(Write.set(key("a"), ""), Write.delete(key("a"))))
                .hasMessageContaining("things/a twice");
        assertThatThrownBy(() -> Range.of("things").limitedTo(0)).hasMessageContaining("not 0");
        assertThatThrownBy(() -> store.changesSince(0, 1_001)).hasMessageContaining("not 1001");
    }

    @Test
    void contentDoesNotShowItselfInTexts() {
        commit(Write.create(key("a"), "secret-1"));

        assertThat(read(key("a")).toString()).doesNotContain("secret-1");
        assertThat(Write.create(key("a"), "secret-1").toString()).doesNotContain("secret-1");
        assertThat(store.changesSince(0, 10).toString()).doesNotContain("secret-1");
    }

    @Test
    void aStoreThatIsOpenedAgainHasEverything() {
        commit(Write.create(key("a"), "1"), Write.create(key("b"), "1"));
        commit(Write.set(key("a"), "2"), Write.delete(key("b")));
        Document before = read(key("a"));
        Changes changes = store.changesSince(0, 100);

        reopen(KEPT_REVISIONS);

        assertThat(read(key("a"))).isEqualTo(before);
        assertThat(store.get(key("b"))).isEmpty();
        assertThat(store.changesSince(0, 100)).isEqualTo(changes);
        assertThat(commit(Write.replace(before, "3"))).isEqualTo(before.revision() + 1);
    }

    @Test
    void aClosedStoreSaysSo() {
        store.close();

        assertThatThrownBy(() -> store.get(key("a"))).isInstanceOfSatisfying(StoreException.class, this::saysClosed);
        assertThatThrownBy(() -> commit(Write.set(key("a"), "")))
                .isInstanceOfSatisfying(StoreException.class, this::saysClosed);
        store.close();
    }

    @Test
    void closingFinishesTheWritesItAccepted() throws Exception {
        Queue<Key> acknowledged = new ConcurrentLinkedQueue<>();
        Queue<StoreException> refused = new ConcurrentLinkedQueue<>();
        CountDownLatch some = new CountDownLatch(100);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 50; writer++) {
                String id = "writer-" + writer + "-";
                threads.execute(() -> {
                    try {
                        for (int i = 0; ; i++) {
                            commit(Write.create(key(id + i), ""));
                            acknowledged.add(key(id + i));
                            some.countDown();
                        }
                    } catch (StoreException e) {
                        refused.add(e);
                    }
                });
            }
            some.await();
            store.close();
        }
        assertThat(refused).hasSize(50).allSatisfy(this::saysClosed);

        reopen(KEPT_REVISIONS);

        assertThat(listAll(Range.of("things")))
                .extracting(Document::key)
                .containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    @Test
    void anInterruptedCallerIsToldAndNothingIsWritten() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> commit(Write.set(key("a"), "")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();

        assertThat(store.get(key("a"))).isEmpty();
    }

    private void saysClosed(StoreException e) {
        assertThat(e.reason()).isEqualTo(Reason.CLOSED);
        assertThat(e).hasMessageContaining("is closed");
    }

    /** Does the same in many threads that start together; the results are in the order of their numbers. */
    private static List<Commit> atOnce(int count, IntFunction<Commit> work)
            throws InterruptedException, ExecutionException {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Commit>> running = new ArrayList<>();
        List<Commit> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    start.await();
                    return work.apply(number);
                }));
            }
            start.countDown();
            for (Future<Commit> result : running) {
                results.add(result.get());
            }
        }
        return results;
    }
}
