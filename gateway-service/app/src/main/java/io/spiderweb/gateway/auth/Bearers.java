package io.spiderweb.gateway.auth;

import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens clients show. The control plane knows; what it said is remembered for a short time, and for longer while it cannot
 * be asked, so that clients come back during its outage. Of tokens only digests are kept.
 */
public final class Bearers {

    /** Who can tell whose token it is. */
    @FunctionalInterface
    public interface Verifier {

        /** @throws ControlException if it is nobody's */
        Principal verify(Secret token) throws IOException;
    }

    /** Whose token it is, or why nobody can say so. */
    public sealed interface Verdict {
        record Known(Principal principal) implements Verdict {}

        record Unknown() implements Verdict {}

        record Unavailable(String reason) implements Verdict {}
    }

    private static final int REMEMBERED = 1000;
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration USABLE = Duration.ofMinutes(15);

    private record Remembered(Principal principal, long sinceMs) {}

    private final Verifier verifier;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** How often there was doubt; an answer that was on its way then is not remembered. */
    private long doubts;

    private final Map<String, Remembered> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > REMEMBERED;
        }
    };

    public Bearers(Verifier verifier, InstantSource clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    /** Blocks while the control plane is asked. */
    public Verdict verify(Secret token) {
        String digest = digest(token);
        Remembered known = remembered(digest, FRESH);
        if (known != null) {
            return new Verdict.Known(known.principal);
        }
        long before = doubts();
        try {
            Principal principal = verifier.verify(token);
            remember(digest, principal, before);
            return new Verdict.Known(principal);
        } catch (ControlException e) {
            forget(digest);
            return e.code() == ErrorCode.FORBIDDEN
                    ? new Verdict.Unknown()
                    : new Verdict.Unavailable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            Remembered stale = remembered(digest, USABLE);
            return stale == null
                    ? new Verdict.Unavailable(String.valueOf(e.getMessage()))
                    : new Verdict.Known(stale.principal);
        }
    }

    /** Makes the control plane be asked again about every token; what it said counts only while it cannot be asked. */
    public void doubt() {
        lock.lock();
        try {
            doubts++;
            remembered.replaceAll(
                    (digest, known) -> new Remembered(known.principal, known.sinceMs - FRESH.toMillis() - 1));
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Remembered remembered(String digest, Duration age) {
        lock.lock();
        try {
            Remembered known = remembered.get(digest);
            return known == null || clock.millis() - known.sinceMs > age.toMillis() ? null : known;
        } finally {
            lock.unlock();
        }
    }

    private long doubts() {
        lock.lock();
        try {
            return doubts;
        } finally {
            lock.unlock();
        }
    }

    private void remember(String digest, Principal principal, long before) {
        lock.lock();
        try {
            if (doubts == before) {
                remembered.put(digest, new Remembered(principal, clock.millis()));
            }
        } finally {
            lock.unlock();
        }
    }

    private void forget(String digest) {
        lock.lock();
        try {
            remembered.remove(digest);
        } finally {
            lock.unlock();
        }
    }

    private static String digest(Secret token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
