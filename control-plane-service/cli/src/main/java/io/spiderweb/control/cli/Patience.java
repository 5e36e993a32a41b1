package io.spiderweb.control.cli;

import io.spiderweb.transport.Endpoint;
import java.time.Duration;

/** Tells people at a terminal that an answer is still waited for. */
final class Patience implements AutoCloseable {

    private static final Duration SHORT = Duration.ofSeconds(2);

    private final Thread thread;

    private Patience(Thread thread) {
        this.thread = thread;
    }

    static Patience begin(Output output, Endpoint endpoint) {
        return new Patience(Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(SHORT);
                if (output.isScreen()) {
                    output.notice("waiting for " + endpoint.uri() + " …");
                }
            } catch (InterruptedException e) {
                // the answer came in time
                Thread.currentThread().interrupt();
            }
        }));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
