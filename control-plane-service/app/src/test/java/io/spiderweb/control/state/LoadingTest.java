package io.spiderweb.control.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Content;
import io.spiderweb.store.Document;
import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {

    @TempDir
    Path directory;

    @Test
    void aStateThatWasHalfLoadedIsNotUsedUntilItIsLoadedAgain() {
        try (Store store = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS)) {
            store.commit(Transaction.of(
                    Write.create(new Key("loading", "unfinished"), "{}"),
                    Write.create(new Key("thing", "half"), "{}")));
            assertThatThrownBy(() -> Loading.requireFinished(store)).isInstanceOf(StartupException.class);

            Map<Key, Content> documents = IntStream.range(0, 1_200)
                    .mapToObj(i -> new Key("thing", "t" + i))
                    .collect(Collectors.toMap(Function.identity(), key -> new Content("{}")));
            Loading.into(store, documents, List.of(), false);

            Loading.requireFinished(store);
            assertThat(store.all("thing")).extracting(Document::key).hasSameElementsAs(documents.keySet());
            assertThat(store.collections()).containsExactly("thing");
        }
    }
}
