package io.spiderweb.control.reconcile;

import io.spiderweb.control.Caller;
import io.spiderweb.control.Refused;
import io.spiderweb.control.projects.Binding;
import io.spiderweb.control.projects.ProjectAccess;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.control.ReconcileStatus;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers how the projects are doing. Admins see all of them, others the one in which they work ({@code control 11} row 7). */
@Singleton
public class Reconciliation {

    /** More are counted, and not told: people do not read them, and a frame has its bound. */
    private static final int MAX_FAILURES_TOLD = 500;

    private final Database database;
    private final Overview overview;

    @Inject
    public Reconciliation(Database database, Overview overview) {
        this.database = database;
        this.overview = overview;
    }

    /**
     * The status for a caller.
     *
     * @param projectId the only one to list; null for all
     * @throws Refused {@code project_not_found}
     */
    public ReconcileStatus status(Caller caller, @Nullable String projectId) throws Refused {
        Overview.Seen seen = overview.look();
        if (projectId != null && !seen.projects().containsKey(projectId)) {
            throw ProjectAccess.unknown(projectId);
        }
        Predicate<String> visible = visibleTo(caller);
        return of(seen, visible, id -> visible.test(id) && (projectId == null || projectId.equals(id)));
    }

    /** The status that a caller is told who did not ask. */
    public ReconcileStatus status(Caller caller) {
        Predicate<String> visible = visibleTo(caller);
        return of(overview.look(), visible, visible);
    }

    /**
     * How things stand, for an answer about one project.
     *
     * @param projects those that the one who asks may know of
     */
    public Standing standing(Predicate<String> projects) {
        Overview.Seen seen = overview.look();
        return standing(cycles(), seen, seen.failures(projects));
    }

    private Predicate<String> visibleTo(Caller caller) {
        if (caller.principal().isAdmin()) {
            return id -> true;
        }
        String own = database.get(Binding.TABLE, caller.agentId())
                .map(Binding::projectId)
                .orElse("");
        return own::equals;
    }

    private ReconcileStatus of(Overview.Seen seen, Predicate<String> visible, Predicate<String> listed) {
        Cycles cycles = cycles();
        List<String> failures = seen.failures(visible);
        Standing standing = standing(cycles, seen, failures);
        return new ReconcileStatus(
                standing.state(),
                standing.lastReconcileMs(),
                standing.lastSuccessMs(),
                standing.lastError(),
                standing.queueDepth(),
                cycles.failedOps(),
                cycles.total(),
                failures.stream().limit(MAX_FAILURES_TOLD).toList(),
                seen.projects().values().stream()
                        .filter(project -> listed.test(project.projectId()))
                        .map(ProjectState::toWire)
                        .toList());
    }

    private Cycles cycles() {
        return database.get(Cycles.TABLE, Cycles.ID).orElse(Cycles.NONE);
    }

    private static Standing standing(Cycles cycles, Overview.Seen seen, List<String> failures) {
        boolean isPending = cycles.total() == 0 || seen.lastChange() > cycles.revision();
        return new Standing(
                failures.isEmpty() ? isPending ? "pending" : "idle" : Standing.DEGRADED,
                cycles.lastMs(),
                cycles.lastSuccessMs(),
                failures.isEmpty() ? null : failures.getFirst(),
                failures.size());
    }
}
