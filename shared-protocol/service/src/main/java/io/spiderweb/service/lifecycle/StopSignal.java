package io.spiderweb.service.lifecycle;

import io.quarkus.runtime.Quarkus;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and SIGINT stop the service in order, and end the process after {@link #GRACE} even where something hangs.
 *
 * <p>The JVM's own reaction would run the shutdown hooks beside the application that still stops, and end with 143 or
 * 130 however well it stopped. With a handler the exit status tells: 0 is an orderly stop, 1 is one that was cut short.
 */
public final class StopSignal {

    /** From the signal to the end of the process. */
    static final Duration GRACE = Duration.ofSeconds(9);

    private static final Duration RETRY = Duration.ofMillis(100);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);

    private static final AtomicBoolean received = new AtomicBoolean();

    private StopSignal() {}

    /** Takes over both signals. */
    public static void install() {
        handle("TERM");
        handle("INT");
    }

    /** The JDK handles signals only through {@code sun.misc.Signal}, and javac warns of its name whatever one says. */
    private static void handle(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object onSignal = Proxy.newProxyInstance(
                    StopSignal.class.getClassLoader(), new Class<?>[] {handler}, (self, method, args) -> received());
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this JVM cannot handle signals", e);
        }
    }

    private static @Nullable Object received() {
        if (received.compareAndSet(false, true)) {
            Thread.ofPlatform().name("stop").daemon().start(StopSignal::stop);
        }
        return null;
    }

    private static void stop() {
        long deadline = System.nanoTime() + GRACE.toNanos();
        try {
            while (System.nanoTime() < deadline) {
                // again and again, because a Quarkus that is only just starting forgets it
                Quarkus.asyncExit(0);
                Thread.sleep(RETRY);
            }
            // on a thread of its own: whatever hangs may hold the lock of the log
            Thread.ofPlatform()
                    .daemon()
                    .start(() -> Logger.getLogger(StopSignal.class)
                            .errorf("did not stop within %d s, ending now", GRACE.toSeconds()))
                    .join(LAST_WORDS);
        } catch (InterruptedException e) {
            // nobody interrupts this thread but a JVM that ends anyway
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
