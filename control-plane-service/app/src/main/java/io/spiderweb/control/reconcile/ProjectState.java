package io.spiderweb.control.reconcile;

import io.spiderweb.control.projects.Mount;
import io.spiderweb.wire.control.ReconcileStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one project wants, and how what is differs from it.
 *
 * @param drift how many paths differ
 * @param failures those of them about which somebody has to do something, as people read them
 */
record ProjectState(String projectId, int mounts, int drift, List<String> failures) {

    /** @param online whether a node is online; null if it is not known at all */
    static ProjectState of(String projectId, List<Mount> mounts, Function<String, @Nullable Boolean> online) {
        List<String> failures = new ArrayList<>();
        int drift = 0;
        for (List<Mount> group : Failover.groups(mounts)) {
            Failover failover = Failover.of(group, nodeId -> Boolean.TRUE.equals(online.apply(nodeId)));
            Boolean selected = online.apply(failover.selected().nodeId());
            Drift found = Drift.of(failover, selected != null, Boolean.TRUE.equals(selected))
                    .orElse(null);
            if (found != null) {
                drift++;
                found.failure(projectId, failover).ifPresent(failures::add);
            }
        }
        return new ProjectState(projectId, mounts.size(), drift, List.copyOf(failures));
    }

    ReconcileStatus.Project toWire() {
        return new ReconcileStatus.Project(projectId, mounts, drift, failures.size());
    }
}
