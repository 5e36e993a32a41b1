package io.spiderweb.gateway.provider.http;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer to a REST client, read by blocking calls. Every wait ends: with what came, with
 * {@link SocketTimeoutException} after a silence, or by an interrupt. Closing it before the answer is complete closes the connection,
 * so that the server stops its work.
 */
public final class StreamedAnswer implements AutoCloseable {

    /** Far more than a model writes; what has come is in memory. */
    static final int MAX_BYTES = 16 << 20;

    private static final Duration LAST_BYTES = Duration.ofMillis(200);

    private sealed interface Signal {
        record Piece(Buffer bytes) implements Signal {}

        record End() implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Duration silence;
    private @Nullable Cancellable call;
    private boolean begun;
    private boolean ended;
    /** Of the event loop alone. */
    private int bytes;

    private StreamedAnswer(Duration silence) {
        this.silence = silence;
    }

    /** Makes a client whose answers can be read as they come. */
    public static QuarkusRestClientBuilder enable(QuarkusRestClientBuilder client) {
        LiveBody body = new LiveBody();
        return client.register(body).httpClientRequestCustomizer(body);
    }

    /**
     * Makes the call and returns at once.
     *
     * @param call of a client that was {@linkplain #enable enabled}; fails if the answer is not what was asked for
     * @param silence longest wait for the first piece of the answer, and then for each other
     */
    public static StreamedAnswer to(Uni<?> call, Duration silence) {
        StreamedAnswer answer = new StreamedAnswer(silence);
        answer.call = ScopedValue.where(LiveBody.CALLER, answer::receive)
                .call(() -> call.subscribe().with(whole -> answer.signals.add(new Signal.End()), answer::fail));
        return answer;
    }

    /**
     * The next bytes, or null at the end of the answer.
     *
     * @throws IOException of the call, where it failed with one
     */
    public @Nullable Buffer next() throws IOException, InterruptedException {
        return ended ? null : next(silence);
    }

    /** Whether a part of the answer has been read. */
    public boolean hasBegun() {
        return begun;
    }

    /** Lets the rest of the answer arrive where it is on its way, so that the connection can be used again. */
    public void finish() throws InterruptedException {
        try {
            while (!ended) {
                next(LAST_BYTES);
            }
        } catch (IOException e) {
            // the connection is not used again
        }
    }

    @Override
    public void close() {
        if (!ended && call != null) {
            call.cancel();
        }
    }

    private @Nullable Buffer next(Duration patience) throws IOException, InterruptedException {
        Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        return switch (signal) {
            case Signal.Piece(Buffer piece) -> {
                begun = true;
                yield piece;
            }
            case Signal.End _ -> {
                ended = true;
                yield null;
            }
            case Signal.Broken(Throwable cause) -> {
                ended = true;
                throw failure(cause);
            }
            case null -> throw silence(patience);
        };
    }

    private void receive(HttpClientResponse response) {
        boolean wanted = response.statusCode() == 200;
        response.handler(piece -> {
            bytes += piece.length();
            if (bytes > MAX_BYTES) {
                IOException tooLarge = new IOException("the answer is larger than " + MAX_BYTES + " bytes");
                response.request().reset(0, tooLarge);
            } else if (wanted) {
                signals.add(new Signal.Piece(piece));
            }
        });
    }

    private void fail(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    private IOException failure(Throwable failure) {
        // the client wraps some failures and leaves others
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .map(IOException.class::cast)
                .findFirst()
                .orElseGet(() -> failure instanceof TimeoutException ? silence(silence) : broken(failure));
    }

    private static IOException broken(Throwable cause) {
        return new IOException(
                Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getSimpleName()), cause);
    }

    private static SocketTimeoutException silence(Duration patience) {
        return new SocketTimeoutException("silent for " + patience.toMillis() + " ms");
    }
}
