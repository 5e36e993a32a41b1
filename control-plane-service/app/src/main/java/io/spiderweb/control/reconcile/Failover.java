package io.spiderweb.control.reconcile;

import io.spiderweb.control.projects.Mount;
import io.spiderweb.wire.MountPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The mounts at one path, in configured order: they stand in for each other.
 *
 * @param selected the first of them whose node is online, else the first of all. Which lease was refreshed last plays no part, so
 *     that the choice stays where it is as long as its node lives ({@code control 11} row 12)
 */
public record Failover(Mount desired, Mount selected) {

    /** The groups of a project's mounts, in configured order. */
    public static List<List<Mount>> groups(List<Mount> mounts) {
        Map<MountPath, List<Mount>> groups = new LinkedHashMap<>();
        for (Mount mount : mounts) {
            groups.computeIfAbsent(mount.path(), path -> new ArrayList<>()).add(mount);
        }
        return List.copyOf(groups.values());
    }

    public static Failover of(List<Mount> group, Predicate<String> isOnline) {
        Mount first = group.getFirst();
        return new Failover(
                first,
                group.stream()
                        .filter(mount -> isOnline.test(mount.nodeId()))
                        .findFirst()
                        .orElse(first));
    }

    boolean isActive() {
        return !selected.equals(desired);
    }
}
