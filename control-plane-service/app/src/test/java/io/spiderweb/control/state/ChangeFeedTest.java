package io.spiderweb.control.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeFeedTest {

    private static final Announcement MOVED = new Announcement("moved", "proj-1");
    private static final int KEPT = 5;

    @TempDir
    Path directory;

    private final List<String> heard = new ArrayList<>();
    private Store store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS.keeping(KEPT));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void changesOfEveryReplicaAreToldOnceAndInOrder() throws Exception {
        Database here = new Database(store);
        Database there = new Database(store);
        ChangeFeed feed = new ChangeFeed(store, List.of(new Listener()));
        here.change(edit -> announced(edit, "a"));
        there.change(edit -> announced(edit, "b"));
        assertThat(feed.catchUp()).isTrue();
        assertThat(feed.catchUp()).isFalse();
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void whatWasNotStoredIsNotAnnounced() throws Exception {
        Database database = new Database(store);
        ChangeFeed feed = new ChangeFeed(store, List.of(new Listener()));
        List<Long> tries = new ArrayList<>();
        Database other = new Database(store);
        database.change(edit -> {
            tries.add(edit.next(Sequence.NODE));
            edit.announce(new Announcement("try-" + tries.size(), null));
            return tries.size() > 1 || other.change(overtaking -> overtaking.next(Sequence.NODE)) > 0;
        });
        feed.catchUp();
        assertThat(heard).containsExactly("try-2");
    }

    @Test
    void whoFellBehindTheLogIsToldSo() throws Exception {
        Database database = new Database(store);
        ChangeFeed feed = new ChangeFeed(store, List.of(new Listener()));
        for (int i = 0; i <= KEPT; i++) {
            database.change(edit -> announced(edit, "lost"));
        }
        feed.catchUp();
        database.change(edit -> announced(edit, "next"));
        feed.catchUp();
        assertThat(heard).containsExactly("reload", "next");
    }

    @Test
    void aFollowerThatFailsDoesNotStopTheOthers() throws Exception {
        Database database = new Database(store);
        ChangeFeed feed = new ChangeFeed(
                store,
                List.of(
                        new Listener() {
                            @Override
                            public void stored(String id, long revision, Optional<Announcement.All> value) {
                                throw new IllegalStateException("a defect");
                            }
                        },
                        new Listener()));
        database.change(edit -> announced(edit, "a"));
        feed.catchUp();
        assertThat(heard).containsExactly("reload", "a");
    }

    @Test
    void totalsAreTheSameOnEveryReplica() throws Exception {
        Database here = new Database(store);
        Database there = new Database(store);
        ChangeFeed feed = new ChangeFeed(store, List.of(there));
        here.change(edit -> {
            edit.count(Total.PROJECTS, 3);
            edit.announce(MOVED);
            return true;
        });
        feed.catchUp();
        assertThat(there.total(Total.PROJECTS)).isEqualTo(3);
    }

    private static boolean announced(Edit edit, String reason) {
        edit.announce(new Announcement(reason, null));
        return true;
    }

    private class Listener implements Follower<Announcement.All> {
        @Override
        public Table<Announcement.All> table() {
            return Announcement.All.TABLE;
        }

        @Override
        public void stored(String id, long revision, Optional<Announcement.All> value) {
            value.orElseThrow().announcements().forEach(each -> heard.add(each.reason()));
        }

        @Override
        public void reload() {
            heard.add("reload");
        }
    }
}
