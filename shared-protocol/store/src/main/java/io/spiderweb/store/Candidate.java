package io.spiderweb.store;

import java.time.Duration;

/**
 * Who asks to lead.
 *
 * @param name what is led, such as "timers"
 * @param holder the asker, unique for each start of each process
 * @param ttl how long the leadership lasts if it is not renewed, 1 ms to {@link Lease#MAX_TTL}
 */
public record Candidate(String name, String holder, Duration ttl) {
    public Candidate {
        Text.requireName("leader name", name);
        Text.requireName("leader's holder", holder);
        Lease.requireTtl(ttl);
    }
}
