package io.spiderweb.control.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.control.leases.Node;
import io.spiderweb.control.projects.Mount;
import io.spiderweb.control.projects.Project;
import io.spiderweb.control.state.Database;
import io.spiderweb.store.Candidate;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewTest {

    @TempDir
    Path directory;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private Store store;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        Store real = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS);
        store = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                    calls.add(method.getName());
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        database = new Database(store);
        database.change(edit -> {
            for (int i = 1; i <= 500; i++) {
                edit.put(Node.TABLE, "node-" + i, node(i, true));
            }
            edit.put(Project.TABLE, "proj-1", project(mount("/a", 1), mount("/b", 2)));
            return edit;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aLookCostsWhatHasChangedNotWhatThereIs() throws Exception {
        Overview overview = new Overview(database, store);
        assertThat(overview.look().failing()).isEmpty();
        calls.clear();
        overview.look();
        assertThat(calls).containsExactly("changesSince");

        database.change(edit -> {
            edit.put(Node.TABLE, "node-2", node(2, false));
            return edit;
        });
        calls.clear();
        assertThat(overview.look().failures(project -> true))
                .containsExactly("project=proj-1 mount=/b node=node-2 offline");
        database.change(edit -> {
            edit.delete(Node.TABLE, "node-1");
            return edit;
        });
        assertThat(overview.look().failures(project -> true))
                .containsExactly(
                        "project=proj-1 mount=/a node=node-1 missing", "project=proj-1 mount=/b node=node-2 offline");
        assertThat(calls).doesNotContain("list");
    }

    @Test
    void cyclesGoOnInADatabaseWhoseRevisionsBeginAnew() throws Exception {
        Cycles restored = new Cycles(7, 3, 1, 1, 1_000_000);
        database.change(edit -> {
            edit.put(Cycles.TABLE, Cycles.ID, restored);
            return edit;
        });
        Reconciler reconciler = new Reconciler(database, new Overview(database, store));
        Fence fence = lead();
        reconciler.run(fence);
        assertThat(cycles().total()).isEqualTo(8);

        database.change(edit -> {
            edit.put(Project.TABLE, "proj-1", project(mount("/a", 501)));
            return edit;
        });
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            reconciler.run(fence);
            return cycles().total() == 9;
        });
        assertThat(cycles().failedOps()).isEqualTo(4);
    }

    private Fence lead() {
        if (store.lead(new Candidate("timers", "test", Duration.ofMinutes(1)))
                instanceof Leadership.Held(Fence fence, long untilMs)) {
            return fence;
        }
        throw new AssertionError("nobody else leads");
    }

    private Cycles cycles() {
        return database.get(Cycles.TABLE, Cycles.ID).orElseThrow();
    }

    private static Node node(int number, boolean online) {
        return new Node(
                "node-" + number,
                "node",
                "",
                new Secret("secret-" + number),
                NodeReply.Platform.UNKNOWN,
                List.of(),
                0,
                online,
                0,
                0);
    }

    private static Mount mount(String path, int node) {
        return new Mount(MountPath.of(path), "node-" + node, "work");
    }

    private static Project project(Mount... mounts) {
        return new Project("proj-1", "one", "", "active", "no token", 0, 0, List.of(mounts));
    }
}
