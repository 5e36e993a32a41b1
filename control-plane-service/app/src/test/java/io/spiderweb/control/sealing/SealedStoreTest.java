package io.spiderweb.control.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Change;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Commit;
import io.spiderweb.store.Content;
import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedStoreTest {

    private static final StateKey OLD =
            StateKey.of("an old key of thirty-two bytes..".getBytes(StandardCharsets.US_ASCII));
    private static final StateKey NEW =
            StateKey.of("a newer key of thirty-two bytes.".getBytes(StandardCharsets.US_ASCII));

    private static final KeyRing NONE = KeyRing.EMPTY;
    private static final KeyRing ONLY_OLD = new KeyRing(Optional.of(OLD), List.of());
    private static final KeyRing ONLY_NEW = new KeyRing(Optional.of(NEW), List.of());
    private static final KeyRing NEW_THEN_OLD = new KeyRing(Optional.of(NEW), List.of(OLD));
    private static final KeyRing OLD_THEN_NEW = new KeyRing(Optional.of(OLD), List.of(NEW));

    private static final String TEXT = "{\"secret\":\"secret-of-node-1\"}";
    private static final String OTHER = "{\"secret\":\"secret-of-node-2\"}";
    private static final Key NODE = new Key("node", "node-1");
    private static final Key OTHER_NODE = new Key("node", "node-2");

    @TempDir
    Path directory;

    @Test
    void whatWasWrittenIsReadBackInEveryWay() {
        try (Store store = open(ONLY_OLD)) {
            write(store);
            assertThat(store.get(NODE)).map(Document::text).contains(TEXT);
            assertThat(store.list(Range.of("node"))).extracting(Document::text).containsExactly(TEXT, OTHER);
            assertThat(store.collections()).containsExactly("node");
            assertThat(((Changes.Page) store.changesSince(1, 10)).changes())
                    .extracting(Change::content)
                    .containsExactly(new Content(TEXT), new Content(OTHER));
            assertThat(store.commit(Transaction.of(Write.create(NODE, "{}")))).isEqualTo(new Commit.Conflict(NODE));
        }
        try (Store store = open(ONLY_OLD)) {
            assertThat(store.get(NODE)).map(Document::text).contains(TEXT);
        }
    }

    @Test
    void theFileShowsIdsButNoContent() throws Exception {
        try (Store store = open(ONLY_OLD)) {
            write(store);
        }
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1))
                .contains("node-1")
                .doesNotContain("secret-of-node");
    }

    @DisplayName("control 11 row 1: without its key a sealed state refuses the start, and stays as it is")
    @Test
    void withoutTheKeyNothingIsTouched() throws Exception {
        try (Store store = open(ONLY_OLD)) {
            write(store);
        }
        assertRefused(NONE, "no key is set: set SPIDERWEB_CONTROL_STATE_KEY_HEX");
        assertRefused(ONLY_NEW, "sealed with key " + OLD.id() + ", but the keys that are set are " + NEW.id());
    }

    @DisplayName("control 11 row 1: a damaged state refuses the start, and stays as it is")
    @Test
    void aDamagedDocumentIsNamed() throws Exception {
        try (Store store = open(ONLY_OLD)) {
            write(store);
        }
        String intact = raw(NODE);
        Envelope envelope = Envelope.parse(intact).orElseThrow();
        envelope.encrypted()[3] ^= 1;
        overwrite(NODE, envelope.text());
        assertRefused(ONLY_OLD, "node/node-1: it is damaged or was moved there");

        overwrite(NODE, raw(OTHER_NODE));
        assertRefused(ONLY_OLD, "node/node-1: it is damaged or was moved there");

        overwrite(NODE, intact.substring(0, 40));
        assertRefused(ONLY_OLD, "node/node-1: it is damaged");

        overwrite(NODE, intact);
        try (Store store = open(ONLY_OLD)) {
            assertThat(store.get(NODE)).isPresent();
        }
    }

    @Test
    void aDamagedStateInClearIsRefusedToo() throws Exception {
        try (Store store = open(NONE)) {
            write(store);
        }
        overwrite(NODE, "{\"secret\":");
        assertRefused(NONE, "node/node-1: it is damaged");
        assertRefused(ONLY_OLD, "node/node-1: it is damaged");
    }

    @DisplayName("control 11 row 3: a document that holds the names of an envelope is none")
    @Test
    void whatLooksSealedInsideIsNotTakenForSealed() {
        String hostile = "{\"capabilities\":{\"schema\":1,\"enc\":\"aes-256-gcm\",\"nonce\":\"AAAAAAAAAAAAAAAA\","
                + "\"tag\":\"AAAAAAAAAAAAAAAAAAAAAA==\",\"ciphertext\":\"\"}}";
        String inFront = "{\"schema\":{\"enc\":\"aes-256-gcm\"},\"ciphertext\":\"\",\"nonce\":\"\",\"tag\":\"\"}";
        try (Store store = open(NONE)) {
            store.commit(Transaction.of(Write.create(NODE, hostile), Write.create(OTHER_NODE, inFront)));
        }
        try (Store store = open(NONE)) {
            assertThat(store.get(NODE)).map(Document::text).contains(hostile);
            assertThat(store.get(OTHER_NODE)).map(Document::text).contains(inFront);
        }
        try (SealedStore store = open(ONLY_OLD)) {
            assertThat(new Resealing(store).done()).isTrue();
        }
        try (SealedStore store = open(ONLY_OLD)) {
            assertThat(store.get(NODE)).map(Document::text).contains(hostile);
            assertThat(store.get(OTHER_NODE)).map(Document::text).contains(inFront);
        }
    }

    @Test
    void aStateInClearIsSealedOnceThereIsAKey() throws Exception {
        try (Store store = open(NONE)) {
            write(store);
        }
        assertThat(raw(NODE)).isEqualTo(TEXT);
        try (SealedStore store = open(ONLY_OLD)) {
            assertThat(store.get(NODE)).map(Document::text).contains(TEXT);
            assertThat(new Resealing(store).done()).isTrue();
            assertThat(store.get(NODE)).map(Document::text).contains(TEXT);
        }
        assertThat(Files.readString(file(), StandardCharsets.ISO_8859_1)).doesNotContain("secret-of-node");
        overwrite(NODE, TEXT);
        assertRefused(ONLY_OLD, "it is not sealed, though all of this state was");
    }

    @Test
    void aKeyIsReplacedWithoutAMomentInWhichAnythingIsUnreadable() throws Exception {
        try (Store store = open(ONLY_OLD)) {
            store.commit(new Transaction(
                    IntStream.range(0, 95)
                            .mapToObj(i -> Write.create(new Key("node", "n" + i), TEXT))
                            .toList(),
                    null));
        }
        try (SealedStore store = open(OLD_THEN_NEW)) {
            assertThat(new Resealing(store).done()).isTrue();
        }
        try (SealedStore store = open(NEW_THEN_OLD)) {
            assertThat(store.list(Range.of("node"))).extracting(Document::text).containsOnly(TEXT);
            assertThat(new Resealing(store).done()).isTrue();
        }
        try (SealedStore store = open(ONLY_NEW)) {
            assertThat(store.list(Range.of("node")))
                    .hasSize(95)
                    .extracting(Document::text)
                    .containsOnly(TEXT);
        }
        assertRefused(ONLY_OLD, "sealed with key " + NEW.id());
    }

    @Test
    void whatFollowsTheLogReloadsWhereItWasSealedWithAKeyThatIsGone() {
        try (Store store = open(ONLY_OLD)) {
            write(store);
        }
        try (Store store = open(NEW_THEN_OLD)) {
            // rewritten one by one, and the log still has what was sealed with the old key
            for (Key key : List.of(NODE, OTHER_NODE, SealCheck.KEY)) {
                store.commit(Transaction.of(
                        Write.set(key, store.get(key).orElseThrow().text())));
            }
        }
        try (Store store = open(ONLY_NEW)) {
            assertThat(store.changesSince(0, 10)).isEqualTo(new Changes.Reload(store.revision()));
        }
    }

    private static void write(Store store) {
        store.commit(Transaction.of(Write.create(NODE, TEXT), Write.create(OTHER_NODE, OTHER)));
    }

    private void assertRefused(KeyRing ring, String reason) throws IOException {
        byte[] before = Files.readAllBytes(file());
        assertThatThrownBy(() -> open(ring))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("Nothing was changed");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    private String raw(Key key) {
        try (Store store = SqliteStore.open(file(), SqliteOptions.DEFAULTS)) {
            return store.get(key).orElseThrow().text();
        }
    }

    private void overwrite(Key key, String text) {
        try (Store store = SqliteStore.open(file(), SqliteOptions.DEFAULTS)) {
            store.commit(Transaction.of(Write.set(key, text)));
        }
    }

    private SealedStore open(KeyRing ring) {
        return SealedStore.open(SqliteStore.open(file(), SqliteOptions.DEFAULTS), ring);
    }

    private Path file() {
        return directory.resolve("control.db");
    }
}
