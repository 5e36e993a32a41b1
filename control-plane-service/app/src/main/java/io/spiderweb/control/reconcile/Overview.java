package io.spiderweb.control.reconcile;

import io.spiderweb.control.leases.Node;
import io.spiderweb.control.projects.Mount;
import io.spiderweb.control.projects.Project;
import io.spiderweb.control.state.ChangeFeed;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Follower;
import io.spiderweb.control.state.Table;
import io.spiderweb.store.Store;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The mounts of all projects and the nodes that are online, in memory. Each look first reads what the log has since the last one, so
 * that it costs what has changed, not what there is, and finds the same on every replica.
 */
@Singleton
public class Overview {

    /**
     * What a look found.
     *
     * @param changes how many have been noticed that matter here; it grows, and means nothing to another process
     * @param lastChange revision of the last of them, 0 if there was none since this process began to look
     * @param position revision up to which everything was seen
     * @param projects by their id
     * @param failing those of them that have failures
     */
    record Seen(
            long changes,
            long lastChange,
            long position,
            Map<String, ProjectState> projects,
            List<ProjectState> failing) {

        Seen upTo(long newPosition) {
            return new Seen(changes, lastChange, newPosition, projects, failing);
        }

        List<String> failures(Predicate<String> visible) {
            return failing.stream()
                    .filter(project -> visible.test(project.projectId()))
                    .flatMap(project -> project.failures().stream())
                    .toList();
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final ChangeFeed feed;
    private final Known<Project, List<Mount>> mounts;
    private final Known<Node, Boolean> online;
    private long changes;
    private long lastChange;
    private Seen seen = new Seen(-1, 0, 0, Map.of(), List.of());

    @Inject
    public Overview(Database database, Store store) {
        this.mounts = new Known<>(database, Project.TABLE, Project::projectId, Project::mounts);
        this.online = new Known<>(database, Node.TABLE, Node::nodeId, Node::online);
        // it begins to follow before it loads, and so misses nothing
        this.feed = new ChangeFeed(store, List.of(mounts, online));
        mounts.reload();
        online.reload();
    }

    Seen look() {
        lock.lock();
        try {
            while (feed.catchUp()) {
                // page by page
            }
            seen = (seen.changes() == changes ? seen : seeAnew()).upTo(feed.position());
            return seen;
        } finally {
            lock.unlock();
        }
    }

    private Seen seeAnew() {
        Map<String, ProjectState> states = new TreeMap<>();
        mounts.known.forEach((id, list) -> states.put(id, ProjectState.of(id, list, online.known::get)));
        List<ProjectState> failing = states.values().stream()
                .filter(project -> !project.failures().isEmpty())
                .toList();
        return new Seen(changes, lastChange, 0, states, failing);
    }

    /** What is kept of the documents of one table. */
    private final class Known<T, V> implements Follower<T> {

        private final Database database;
        private final Table<T> table;
        private final Function<T, String> id;
        private final Function<T, V> kept;
        private final Map<String, V> known = new HashMap<>();

        Known(Database database, Table<T> table, Function<T, String> id, Function<T, V> kept) {
            this.database = database;
            this.table = table;
            this.id = id;
            this.kept = kept;
        }

        @Override
        public Table<T> table() {
            return table;
        }

        @Override
        public void stored(String key, long revision, Optional<T> value) {
            V now = value.map(kept).orElse(null);
            V before = now == null ? known.remove(key) : known.put(key, now);
            if (now == null ? before != null : !now.equals(before)) {
                changes++;
                lastChange = revision;
            }
        }

        @Override
        public void reload() {
            known.clear();
            database.all(table).forEach(document -> known.put(id.apply(document), kept.apply(document)));
            changes++;
        }
    }
}
