package io.spiderweb.control.pairing;

import io.spiderweb.control.Refused;
import io.spiderweb.wire.ErrorCode;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many requests to join one address may file, since those who file them show nothing. */
@Singleton
public class RequestRate {

    private static final int MAX_REQUESTS = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** Beyond that, the address that was heard from least recently starts anew. */
    private static final int MAX_ADDRESSES = 10_000;

    private final InstantSource clock;

    /** When each address filed its last requests, oldest first. */
    private final Map<String, Deque<Long>> filed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Long>> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    @Inject
    public RequestRate() {
        this(InstantSource.system());
    }

    RequestRate(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws Refused if this address has filed too many already; otherwise this one is counted */
    public synchronized void count(String address) throws Refused {
        long now = clock.millis();
        Deque<Long> times = filed.computeIfAbsent(address, first -> new ArrayDeque<>());
        while (!times.isEmpty() && times.peekFirst() <= now - WINDOW.toMillis()) {
            times.removeFirst();
        }
        if (times.size() >= MAX_REQUESTS) {
            throw new Refused(
                    ErrorCode.CONTROL_PLANE_ERROR,
                    "your address has filed " + MAX_REQUESTS + " requests to join within a minute: wait a little");
        }
        times.addLast(now);
    }
}
