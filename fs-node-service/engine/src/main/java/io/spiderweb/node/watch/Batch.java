package io.spiderweb.node.watch;

import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsEvent.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a burst of notices comes down to: each directory and each file once, directories first. */
final class Batch {

    private final Set<Long> directories = new LinkedHashSet<>();
    private final Map<Long, What> nodes = new LinkedHashMap<>();

    void entries(long directory) {
        directories.add(directory);
    }

    void node(long node, What what) {
        nodes.merge(node, what, (one, other) -> one == other ? one : What.ALL);
    }

    List<FsEvent> events() {
        List<FsEvent> events = new ArrayList<>();
        directories.forEach(directory -> events.add(new FsEvent.InvalDir(directory, null, null)));
        nodes.forEach((node, what) -> events.add(new FsEvent.Inval(node, what, null, null)));
        return events;
    }
}
