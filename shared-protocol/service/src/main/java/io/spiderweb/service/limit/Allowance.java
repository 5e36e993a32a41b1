package io.spiderweb.service.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** How often each of many may do something within a time that moves along. What is kept of them is bounded. */
public final class Allowance {

    /** Beyond that, whoever was heard from least recently starts anew. */
    private static final int MAX_KEYS = 10_000;

    private final int times;
    private final long window;
    private final LongSupplier nanoTime;

    /** When each did it last, oldest first. */
    private final Map<String, Deque<Long>> taken = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** @param times how often within {@code window}, at least once */
    public Allowance(int times, Duration window) {
        this(times, window, System::nanoTime);
    }

    /** @param nanoTime a clock that never goes back, of which only differences mean something */
    public Allowance(int times, Duration window, LongSupplier nanoTime) {
        this.times = times;
        this.window = window.toNanos();
        this.nanoTime = nanoTime;
    }

    /** @return zero if this once was allowed, and then it counts; else how long it takes until it will be */
    public synchronized Duration take(String key) {
        long now = nanoTime.getAsLong();
        Deque<Long> past = taken.computeIfAbsent(key, first -> new ArrayDeque<>());
        while (!past.isEmpty() && now - past.getFirst() >= window) {
            past.removeFirst();
        }
        if (past.size() >= times) {
            return Duration.ofNanos(window - (now - past.getFirst()));
        }
        past.addLast(now);
        return Duration.ZERO;
    }
}
