package io.spiderweb.mount.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which mount a path belongs to: the longest one that covers it ({@code spec mount 3.1}). */
record MountTable(List<FailoverGroup> groups) {

    static final MountTable EMPTY = new MountTable(List.of());

    /** What lies at a path. */
    sealed interface Match {

        /** @param below the path below the mount, in parts */
        record Mounted(FailoverGroup group, List<String> below) implements Match {}

        record Virtual() implements Match {}

        record Nothing() implements Match {}
    }

    MountTable {
        groups = groups.stream()
                .sorted(Comparator.comparing(
                        (FailoverGroup group) -> group.mountPath().parts().size(), Comparator.reverseOrder()))
                .toList();
    }

    Match at(List<String> path) {
        if (!isMountPoint(path) && groups.stream().anyMatch(group -> isBelow(group, path))) {
            return new Match.Virtual();
        }
        for (FailoverGroup group : groups) {
            List<String> mount = group.mountPath().parts();
            if (path.size() >= mount.size() && path.subList(0, mount.size()).equals(mount)) {
                return new Match.Mounted(group, path.subList(mount.size(), path.size()));
            }
        }
        // with nothing mounted the root is there and empty
        return path.isEmpty() ? new Match.Virtual() : new Match.Nothing();
    }

    boolean isMountPoint(List<String> path) {
        return groups.stream().anyMatch(group -> group.mountPath().parts().equals(path));
    }

    /** Names right below a directory that exist because of mounts, in the order of the endpoints. */
    List<String> mountedNames(List<String> directory) {
        List<String> names = new ArrayList<>();
        for (FailoverGroup group : groups) {
            if (isBelow(group, directory)) {
                names.add(group.mountPath().parts().get(directory.size()));
            }
        }
        return names.stream().distinct().toList();
    }

    private static boolean isBelow(FailoverGroup group, List<String> directory) {
        List<String> mount = group.mountPath().parts();
        return mount.size() > directory.size()
                && mount.subList(0, directory.size()).equals(directory);
    }
}
