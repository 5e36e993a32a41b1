package io.spiderweb.control.state;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts that wait to be stored with a change. */
final class Deferred {

    private final Map<Total, LongAdder> waiting = new ConcurrentHashMap<>();

    void add(Total total, long amount) {
        waiting.computeIfAbsent(total, key -> new LongAdder()).add(amount);
    }

    boolean isEmpty() {
        return waiting.keySet().stream().noneMatch(this::has);
    }

    boolean has(Total total) {
        LongAdder adder = waiting.get(total);
        return adder != null && adder.sum() > 0;
    }

    /** Makes what waits a part of a change; it is returned, for the case that the change is not stored. */
    Map<Total, Long> drainInto(Edit edit) {
        Map<Total, Long> counted = new EnumMap<>(Total.class);
        waiting.forEach((total, adder) -> counted.put(total, adder.sumThenReset()));
        counted.values().removeIf(amount -> amount == 0);
        counted.forEach(edit::count);
        return counted;
    }

    void putBack(Map<Total, Long> counted) {
        counted.forEach(this::add);
    }
}
