package io.spiderweb.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    private static final Table<Thing> THINGS = new Table<>("thing", Thing.class);

    record Thing(String name) {}

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
        try (Store store = open()) {
            new Database(store).change(edit -> {
                edit.put(THINGS, "thing-" + edit.next(Sequence.PROJECT), new Thing("a"));
                edit.count(Total.PROJECTS, 1);
                return true;
            });
        }
        try (Store store = open()) {
            Database database = new Database(store);
            assertThat(database.all(THINGS)).containsExactly(new Thing("a"));
            assertThat(database.total(Total.PROJECTS)).isEqualTo(1);
            assertThat(database.<Long>change(edit -> edit.next(Sequence.PROJECT)))
                    .isEqualTo(2);
        }
    }

    @Test
    void aRefusedChangeLeavesNothingBehind() throws Exception {
        try (Store store = open()) {
            Database database = new Database(store);
            long before = database.change(edit -> edit.next(Sequence.NODE));
            assertThatThrownBy(() -> database.change(edit -> {
                        edit.put(THINGS, "x", new Thing("x"));
                        edit.next(Sequence.NODE);
                        throw new Refused(ErrorCode.NODE_NOT_FOUND, "no");
                    }))
                    .isInstanceOf(Refused.class);
            assertThat(database.get(THINGS, "x")).isEmpty();
            assertThat(database.<Long>change(edit -> edit.next(Sequence.NODE))).isEqualTo(before + 1);
        }
    }

    @Test
    void changesAtTheSameTimeAreDoneOneAfterTheOther() throws Exception {
        try (Store store = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Database database = new Database(store);
            List<Callable<Long>> changes = new ArrayList<>();
            IntStream.range(0, 50)
                    .forEach(i -> changes.add(() -> database.change(edit -> {
                        edit.count(Total.PROJECTS, 1);
                        return edit.next(Sequence.PROJECT);
                    })));
            List<Long> numbers = new ArrayList<>();
            for (var done : threads.invokeAll(changes)) {
                numbers.add(done.get());
            }
            assertThat(numbers).doesNotHaveDuplicates();
            assertThat(database.total(Total.PROJECTS)).isEqualTo(50);
        }
    }

    @Test
    void aChangeThatSomebodyElseOvertookIsMadeAnew() throws Exception {
        try (Store store = open()) {
            Database database = new Database(store);
            Database other = new Database(store);
            List<Long> seen = new ArrayList<>();
            database.change(edit -> {
                seen.add(edit.next(Sequence.INVITE));
                if (seen.size() == 1) {
                    other.change(overtaking -> overtaking.next(Sequence.INVITE));
                }
                return true;
            });
            assertThat(seen).containsExactly(1L, 2L);
        }
    }

    @Test
    void replicasThatChangeTheStateAtTheSameTimeGetAheadAllTheSame() throws Exception {
        int replicas = 3;
        int changes = 40;
        try (Store store = open();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Long>> all = new ArrayList<>();
            for (int replica = 0; replica < replicas; replica++) {
                Database database = new Database(store);
                for (int i = 0; i < changes; i++) {
                    all.add(() -> database.change(edit -> edit.next(Sequence.PROJECT)));
                }
            }
            List<Long> numbers = new ArrayList<>();
            for (var done : threads.invokeAll(all)) {
                numbers.add(done.get());
            }
            assertThat(numbers).hasSize(replicas * changes).doesNotHaveDuplicates();
        }
    }

    @Test
    void aNumberThatWasShownOnceSurvivesACrash() throws Exception {
        try (Store store = open()) {
            Database crashed = new Database(store);
            crashed.count(Total.LEASE_REFRESHES);
            long shown = crashed.total(Total.LEASE_REFRESHES);
            assertThat(shown).isEqualTo(1);
            assertThat(new Database(store).total(Total.LEASE_REFRESHES)).isEqualTo(shown);
        }
    }

    @Test
    void countsOfFrequentEventsAreStoredWithTheNextChange() throws Exception {
        try (Store store = open()) {
            Database database = new Database(store);
            database.count(Total.LEASE_REFRESHES);
            database.change(edit -> edit.next(Sequence.NODE));
            assertThat(new Database(store).total(Total.LEASE_REFRESHES)).isEqualTo(1);
        }
    }

    @Test
    void aDocumentThatCannotBeReadIsNotTakenForAbsent() {
        try (Store store = open()) {
            store.commit(Transaction.of(Write.create(new Key("thing", "x"), "{oops")));
            Database database = new Database(store);
            assertThatThrownBy(() -> database.get(THINGS, "x")).hasMessageContaining("thing/x");
        }
    }

    private Store open() {
        return SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS);
    }
}
