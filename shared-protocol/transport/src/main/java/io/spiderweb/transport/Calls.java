package io.spiderweb.transport;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Waiting for a call on a thread that may block. */
public final class Calls {

    private Calls() {}

    /**
     * Waits for a future that has a timeout of its own.
     *
     * @param what names the call and its peer, for the message
     * @throws IOException what the call failed with; a timeout and an interrupt as {@link ConnectionLostException}
     */
    public static <T> T await(CompletableFuture<T> call, String what) throws IOException {
        try {
            return call.get();
        } catch (InterruptedException e) {
            call.cancel(true);
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted while waiting for " + what, e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case TimeoutException timeout ->
                    throw new ConnectionLostException("no answer in time to " + what, timeout);
                case null, default -> throw new IOException(what + " failed", e.getCause());
            }
        }
    }
}
