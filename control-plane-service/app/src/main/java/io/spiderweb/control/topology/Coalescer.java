package io.spiderweb.control.topology;

import io.spiderweb.control.state.Announcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Lets what concerns one project, and each kind of news of nodes, through at most once in an interval: the first at once, and of
 * what follows the last, when the interval is over. Bounded by the number of projects. Not safe for threads.
 */
final class Coalescer {

    private final long intervalNanos;
    private final Map<String, Announcement> waiting = new LinkedHashMap<>();

    /** When each topic was let through last, as far as that still matters. */
    private final Map<String, Long> passed = new HashMap<>();

    Coalescer(Duration interval) {
        this.intervalNanos = interval.toNanos();
    }

    void offer(Announcement announcement) {
        waiting.put(topic(announcement), announcement);
    }

    /** What may be told now; it counts as told. */
    List<Announcement> due(long nowNanos) {
        passed.values().removeIf(since -> nowNanos - since >= intervalNanos);
        List<Announcement> due = new ArrayList<>();
        waiting.forEach((topic, announcement) -> {
            if (passed.putIfAbsent(topic, nowNanos) == null) {
                due.add(announcement);
            }
        });
        due.forEach(told -> waiting.remove(topic(told)));
        return due;
    }

    /** How long until something is due; absent if nothing waits. */
    OptionalLong nanosUntilDue(long nowNanos) {
        return waiting.keySet().stream()
                .mapToLong(topic -> {
                    Long since = passed.get(topic);
                    return since == null ? 0 : Math.max(0, since + intervalNanos - nowNanos);
                })
                .min();
    }

    int size() {
        return waiting.size();
    }

    private static String topic(Announcement announcement) {
        String projectId = announcement.projectId();
        return projectId == null ? announcement.reason() : projectId;
    }
}
