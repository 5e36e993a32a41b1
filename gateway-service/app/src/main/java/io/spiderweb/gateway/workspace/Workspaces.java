package io.spiderweb.gateway.workspace;

import io.spiderweb.wire.control.WorkspaceStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
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
     */
    public record Limits(int open, Duration idle) {
        public static final Limits DEFAULT = new Limits(64, Duration.ofMinutes(5));
    }

    private static final Logger LOG = Logger.getLogger(Workspaces.class);

    private record Key(String agentId, @Nullable String projectId) {}

    private static final class Shared {
        final WorkspaceFiles files;
        int users = 1;
        long idleSinceMs;

        Shared(WorkspaceFiles files) {
            this.files = files;
        }
    }

    private final WorkspaceStatusSource source;
    private final WorkspaceFiles.Opener opener;
    private final Limits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Shared> open = new HashMap<>();

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
            Shared shared = new Shared(opener.open(status));
            open.put(key, shared);
            return new Use(shared);
        } finally {
            lock.unlock();
        }
    }

    /** Asks the control plane anew what the open workspaces consist of, and closes those that are idle. */
    public void refresh() {
        closeIdle();
        for (Map.Entry<Key, Shared> each : snapshot()) {
            Key key = each.getKey();
            try {
                each.getValue().files.update(source.workspace(key.agentId, key.projectId));
            } catch (IOException e) {
                LOG.debugf("the workspace of %s stays as it is: %s", key.agentId, e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            open.values().forEach(shared -> shared.files.close());
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

    private List<Map.Entry<Key, Shared>> snapshot() {
        lock.lock();
        try {
            return List.copyOf(open.entrySet());
        } finally {
            lock.unlock();
        }
    }

    private void closeIdle() {
        long longAgo = clock.millis() - limits.idle.toMillis();
        lock.lock();
        try {
            open.values().removeIf(shared -> {
                boolean idle = shared.users == 0 && shared.idleSinceMs <= longAgo;
                if (idle) {
                    shared.files.close();
                }
                return idle;
            });
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
        longestIdle.files.close();
    }
}
