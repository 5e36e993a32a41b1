package io.spiderweb.gateway.provider.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, read by blocking calls. Every wait ends: with what came, with {@link SocketTimeoutException} after a
 * silence, or by an interrupt. Closing it before the answer is complete closes the connection, so that the server stops its work.
 */
public final class StreamedAnswer implements AutoCloseable {

    /** Far more than a model writes; what has come and is not yet read is in memory. */
    static final int MAX_BYTES = 16 << 20;

    private static final Duration LAST_BYTES = Duration.ofMillis(200);

    private sealed interface Signal {
        record Head(int status, MultiMap headers) implements Signal {}

        record Piece(Buffer bytes) implements Signal {}

        record End() implements Signal {}

        record Broken(Throwable cause) implements Signal {}
    }

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final Future<HttpClientRequest> request;
    private final Duration silence;
    private boolean ended;
    /** Of the event loop alone. */
    private int bytes;

    private StreamedAnswer(HttpClient client, RequestOptions options, Buffer body, Duration silence) {
        this.silence = silence;
        this.request = client.request(options);
        request.compose(opened -> opened.send(body)).onComplete(this::receive, this::fail);
    }

    /**
     * Sends the request and returns at once.
     *
     * @param silence longest wait for the head of the answer, and then for each piece
     */
    public static StreamedAnswer to(HttpClient client, RequestOptions options, Buffer body, Duration silence) {
        return new StreamedAnswer(client, options, body, silence);
    }

    /** Status and headers; must be asked for first, once. */
    public Head head() throws IOException, InterruptedException {
        return switch (await(silence)) {
            case Signal.Head(int status, MultiMap headers) -> new Head(status, headers);
            case Signal.Piece _, Signal.End _ -> throw new IllegalStateException("the head was asked for before");
            case Signal.Broken(Throwable cause) -> throw new IOException(reason(cause), cause);
        };
    }

    /** The next bytes, or null at the end of the answer. */
    public @Nullable Buffer next() throws IOException, InterruptedException {
        return ended ? null : next(silence);
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
        if (!ended) {
            request.onSuccess(HttpClientRequest::reset);
        }
    }

    /** @param headers of the answer, names in any case */
    public record Head(int status, MultiMap headers) {}

    private @Nullable Buffer next(Duration patience) throws IOException, InterruptedException {
        return switch (await(patience)) {
            case Signal.Piece(Buffer piece) -> piece;
            case Signal.End _ -> {
                ended = true;
                yield null;
            }
            case Signal.Broken(Throwable cause) -> throw new IOException(reason(cause), cause);
            case Signal.Head _ -> throw new IllegalStateException("the head must be asked for first");
        };
    }

    private Signal await(Duration patience) throws IOException, InterruptedException {
        Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (signal == null) {
            throw new SocketTimeoutException("silent for " + patience.toMillis() + " ms");
        }
        return signal;
    }

    private void receive(HttpClientResponse response) {
        signals.add(new Signal.Head(response.statusCode(), response.headers()));
        response.exceptionHandler(this::fail);
        response.endHandler(nothing -> signals.add(new Signal.End()));
        response.handler(piece -> {
            bytes += piece.length();
            if (bytes <= MAX_BYTES) {
                signals.add(new Signal.Piece(piece));
            } else {
                fail(new IOException("the answer is larger than " + MAX_BYTES + " bytes"));
                response.request().reset();
            }
        });
    }

    private void fail(Throwable cause) {
        signals.add(new Signal.Broken(cause));
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
