package io.spiderweb.gateway.workspace;

import io.spiderweb.mount.source.TopologyNews;
import io.spiderweb.mount.source.WorkspaceFollower;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The workspaces that agents work on: one for each agent and project, shared by its turns, kept up to date while it is open and
 * closed when nobody has used it for a while.
 */
public final class Workspaces implements AutoCloseable {

    /**
     * How many, and how long.
     *
     * @param open the most workspaces that are open at once
     * @param idle after which an unused one is closed
     * @param sync how often it is looked up anew, beside being told
     */
    public record Limits(int open, Duration idle, Duration sync) {
        public static final Limits DEFAULT = new Limits(64, Duration.ofMinutes(5), Duration.ofSeconds(5));

        public Limits withSync(Duration interval) {
            return new Limits(open, idle, interval);
        }
    }

    private record Key(String agentId, @Nullable String projectId) {}

    private static final class Shared {
        final WorkspaceFiles files;
        final WorkspaceFollower follower;
        int users = 1;
        long idleSinceMs;

        Shared(WorkspaceFiles files, WorkspaceFollower follower) {
            this.files = files;
            this.follower = follower;
        }

        void close() {
            follower.close();
            files.close();
        }
    }

    private final WorkspaceStatusSource source;
    private final WorkspaceFiles.Opener opener;
    private final Limits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Shared> open = new HashMap<>();
    private long heard;

    public Workspaces(WorkspaceStatusSource source, WorkspaceFiles.Opener opener, Limits limits, InstantSource clock) {
        this.source = source;
        this.opener = opener;
        this.limits = limits;
        this.clock = clock;
    }

    /** A workspace in use; closing this gives it back. */
    public final class Use implements AutoCloseable {
        private final Shared shared;

        private Use(Shared shared) {
            this.shared = shared;
        }

        public WorkspaceFiles files() {
            return shared.files;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                shared.users--;
                shared.idleSinceMs = clock.millis();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * The workspace of an agent in a project, or in its active one.
     *
     * @throws NoWorkspaceException if there is none, or too many are in use
     */
    public Use use(String agentId, @Nullable String projectId) throws IOException {
        Key key = new Key(agentId, projectId);
        Use known = lookUp(key);
        if (known != null) {
            return known;
        }
        long before = heard();
        // asked outside the lock: the control plane may take its time
        WorkspaceStatus status = source.workspace(agentId, projectId);
        if (status.projectId() == null) {
            throw new NoWorkspaceException("this session has no workspace: attach it to a project");
        }
        lock.lock();
        try {
            Use raced = lookUp(key);
            if (raced != null) {
                return raced;
            }
            makeRoom();
            Shared shared = share(key, opener.open(status));
            if (heard != before) {
                // it may have been about this one, and come before the follower
                shared.follower.hear(new TopologyNews.Unknown());
            }
            open.put(key, shared);
            return new Use(shared);
        } finally {
            lock.unlock();
        }
    }

    /** Passes news on to the workspaces that are open. */
    public void hear(TopologyNews news) {
        lock.lock();
        try {
            heard++;
            open.values().forEach(shared -> shared.follower.hear(news));
        } finally {
            lock.unlock();
        }
    }

    /** Closes those that nobody has used for long. */
    public void closeIdle() {
        long longAgo = clock.millis() - limits.idle.toMillis();
        lock.lock();
        try {
            open.values().removeIf(shared -> {
                boolean idle = shared.users == 0 && shared.idleSinceMs <= longAgo;
                if (idle) {
                    shared.close();
                }
                return idle;
            });
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(Shared::close);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Use lookUp(Key key) {
        lock.lock();
        try {
            Shared shared = open.get(key);
            if (shared == null) {
                return null;
            }
            shared.users++;
            return new Use(shared);
        } finally {
            lock.unlock();
        }
    }

    private Shared share(Key key, WorkspaceFiles files) {
        WorkspaceFollower follower = new WorkspaceFollower(
                key.projectId, limits.sync, () -> source.workspace(key.agentId, key.projectId), files::update);
        follower.start();
        return new Shared(files, follower);
    }

    private long heard() {
        lock.lock();
        try {
            return heard;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() throws NoWorkspaceException {
        if (open.size() < limits.open) {
            return;
        }
        Shared longestIdle = open.values().stream()
                .filter(shared -> shared.users == 0)
                .min(Comparator.comparingLong(shared -> shared.idleSinceMs))
                .orElseThrow(() -> new NoWorkspaceException(
                        limits.open + " workspaces are in use, which is the limit: try again later"));
        open.values().remove(longestIdle);
        longestIdle.close();
    }
}
