package io.spiderweb.control.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.spiderweb.control.Refused;
import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.control.sealing.SealedStore;
import io.spiderweb.control.sealing.StateKey;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Loading;
import io.spiderweb.control.state.Table;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Candidate;
import io.spiderweb.store.Key;
import io.spiderweb.store.Lease;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.OperatorReply;
import io.spiderweb.wire.control.OperatorRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackupTest {

    private static final KeyRing RING = ring("a key of exactly thirty-two byte");
    private static final KeyRing OTHER = ring("another key of thirty-two bytes.");
    private static final Table<Thing> THINGS = new Table<>("thing", Thing.class);

    record Thing(long number, String filling) {}

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedBeforeABackupBeganIsInItWhateverHappensMeanwhile() throws Exception {
        Path file;
        List<Long> before;
        try (SealedStore store = open("a", RING);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Database database = new Database(store);
            ConcurrentSkipListSet<Long> acknowledged = new ConcurrentSkipListSet<>();
            AtomicBoolean enough = new AtomicBoolean();
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                writers.add(threads.submit(() -> {
                    while (!enough.get()) {
                        acknowledged.add(addThing(database));
                    }
                    return true;
                }));
            }
            while (acknowledged.size() < 200) {
                Thread.onSpinWait();
            }
            before = List.copyOf(acknowledged);
            file = Path.of(backups("a", store).create().path());
            enough.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        try (SealedStore restored = open("b", OTHER)) {
            Snapshot snapshot = BackupFile.read(file, RING);
            Loading.into(restored, snapshot.documents(), snapshot.leases(), false);
            Database database = new Database(restored);
            List<Long> numbers =
                    database.all(THINGS).stream().map(Thing::number).sorted().toList();
            assertThat(numbers).containsAll(before);
            // at one moment: the number that comes next is the one after all that are there
            assertThat(database.<Long>change(edit -> edit.next(Sequence.PROJECT)))
                    .isEqualTo(numbers.getLast() + 1);
            assertThat(numbers).hasSize((int) (long) numbers.getLast());
        }
    }

    @Test
    void aBackupIsFetchedInPieces() throws Exception {
        try (SealedStore store = open("a", RING)) {
            Database database = new Database(store);
            for (int i = 0; i < 10; i++) {
                addThing(database, "x".repeat(200_000));
            }
            Backups backups = backups("a", store);
            OperatorReply.Backup made = backups.create();
            ByteArrayOutputStream fetched = new ByteArrayOutputStream();
            while (fetched.size() < made.bytes()) {
                OperatorReply.BackupPiece piece =
                        backups.read(new OperatorRequest.BackupRead(made.backupId(), fetched.size()));
                assertThat(piece.bytes()).isEqualTo(made.bytes());
                fetched.write(Base64.getDecoder().decode(piece.data()));
            }
            assertThat(fetched.toByteArray()).isEqualTo(Files.readAllBytes(Path.of(made.path())));
            assertThat(fetched.toString(StandardCharsets.UTF_8)).doesNotContain("x".repeat(100));
            assertRefused(
                    ErrorCode.NOT_FOUND,
                    () -> backups.read(new OperatorRequest.BackupRead(made.backupId(), made.bytes())));
            backups.create();
            assertRefused(ErrorCode.NOT_FOUND, () -> backups.read(new OperatorRequest.BackupRead(made.backupId(), 0)));
        }
    }

    @Test
    void withoutAStateKeyThereIsNothingToSealABackupWith() {
        try (SealedStore store = open("a", KeyRing.EMPTY)) {
            assertRefused(ErrorCode.UNSUPPORTED, () -> backups("a", store).create());
        }
    }

    enum Damage {
        END_MISSING,
        HALF_A_LINE,
        CHANGED,
        SWAPPED,
        LEFT_OUT,
        ADDED,
        OF_ANOTHER_BACKUP,
        NO_BACKUP
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedBackupIsRefused(Damage damage) throws Exception {
        Path file;
        List<String> other;
        try (SealedStore store = open("a", RING)) {
            Database database = new Database(store);
            for (int i = 0; i < 3; i++) {
                addThing(database, "x".repeat(300_000));
            }
            other = Files.readAllLines(Path.of(backups("a", store).create().path()));
            file = Path.of(backups("a", store).create().path());
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        assertThat(lines).hasSizeGreaterThan(4);
        assertThat(BackupFile.read(file, RING).documents()).isNotEmpty();
        switch (damage) {
            case END_MISSING -> lines.removeLast();
            case HALF_A_LINE -> lines.add(lines.removeLast().substring(0, 200));
            case CHANGED -> lines.set(2, lines.get(2).replaceFirst("\"ciphertext\":\"....", "\"ciphertext\":\"AAAA"));
            case SWAPPED -> lines.set(1, lines.set(2, lines.get(1)));
            case LEFT_OUT -> lines.remove(2);
            case ADDED -> lines.add(lines.getLast());
            case OF_ANOTHER_BACKUP -> lines.set(2, other.get(2));
            case NO_BACKUP -> lines.removeFirst();
        }
        Files.write(file, lines);
        assertThatThrownBy(() -> BackupFile.read(file, RING))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void aBackupThatIsSealedWithAnotherKeyIsRefusedWithThatKeysName() throws Exception {
        try (SealedStore store = open("a", RING)) {
            Path file = Path.of(backups("a", store).create().path());
            assertThatThrownBy(() -> BackupFile.read(file, OTHER))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(RING.current().orElseThrow().id());
        }
    }

    @Test
    void aStateThatIsThereIsOnlyReplacedIfThatIsAskedFor() throws Exception {
        Snapshot snapshot;
        try (SealedStore store = open("a", RING)) {
            addThing(new Database(store));
            store.leases().renew("node-1", Duration.ofHours(1));
            store.leases().renew("node-2", Duration.ofMillis(1));
            snapshot = Snapshot.of(store);
        }
        try (SealedStore target = open("b", OTHER)) {
            Key old = new Key("thing", "old");
            target.commit(Transaction.of(Write.create(old, "{}")));
            target.leases().renew("old", Duration.ofHours(1));
            long revision = target.revision();
            assertThatThrownBy(() -> Loading.into(target, snapshot.documents(), snapshot.leases(), false))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("--replace");
            assertThat(target.revision()).isEqualTo(revision);

            Loading.into(target, snapshot.documents(), snapshot.leases(), true);
            assertThat(target.get(old)).isEmpty();
            assertThat(Snapshot.of(target).documents()).isEqualTo(snapshot.documents());
            assertThat(target.leases().all()).extracting(Lease::id).containsExactly("node-1", "node-2");
            assertThat(target.leases().get("node-1").orElseThrow().expiresAtMs())
                    .isCloseTo(snapshot.leases().getFirst().expiresAtMs(), within(60_000L));
        }
    }

    @Test
    void aStateThatAControlPlaneUsesIsLeftAlone() throws Exception {
        try (SealedStore store = open("a", RING)) {
            addThing(new Database(store));
            Snapshot snapshot = Snapshot.of(store);
            store.lead(new Candidate("timers", "a control plane", Duration.ofMinutes(1)));
            long revision = store.revision();
            assertThatThrownBy(() -> Loading.into(store, snapshot.documents(), snapshot.leases(), true))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("stop all of them");
            assertThat(store.revision()).isEqualTo(revision);
        }
    }

    private static long addThing(Database database) throws Refused {
        return addThing(database, "");
    }

    private static long addThing(Database database, String filling) throws Refused {
        return database.change(edit -> {
            long number = edit.next(Sequence.PROJECT);
            edit.put(THINGS, "thing-" + number, new Thing(number, filling));
            return number;
        });
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private SealedStore open(String name, KeyRing ring) {
        return SealedStore.open(
                SqliteStore.open(directory.resolve(name).resolve("control/control.db"), SqliteOptions.DEFAULTS), ring);
    }

    private Backups backups(String name, SealedStore store) {
        return new Backups(store, DataDirectory.at(directory.resolve(name)));
    }

    private static KeyRing ring(String key) {
        return new KeyRing(Optional.of(StateKey.of(key.getBytes(StandardCharsets.US_ASCII))), List.of());
    }
}
