package io.spiderweb.gateway.provider.openai;

import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.provider.http.StreamedAnswer;
import io.spiderweb.gateway.provider.sse.SseParser;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Streams answers of OpenAI's chat completions, or of a server that is compatible with them. */
public final class OpenAiProvider implements Provider {

    private static final String DEFAULT_MODEL = "gpt-4o-mini";

    /** As many as agents that are busy at once. */
    private static final int MAX_CONNECTIONS = 64;

    private static final String EVENT_STREAM = "text/event-stream";

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    /** Of an answer that is an error. */
    private static final int MAX_ERROR = 64 << 10;

    private final HttpClient client;
    private final OpenAiOptions options;

    private OpenAiProvider(HttpClient client, OpenAiOptions options) {
        this.client = client;
        this.options = options;
    }

    /**
     * Checks the settings; no connection is opened yet.
     *
     * @param silence longest wait for the head of an answer, and then for each piece
     * @throws io.spiderweb.service.launch.StartupException if these settings cannot work
     */
    public static OpenAiProvider of(OpenAiConfig config, Duration silence, Vertx vertx) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS),
                new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
        return new OpenAiProvider(client, OpenAiOptions.of(config, silence));
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public void stream(ProviderRequest request, Consumer<ProviderEvent> events) throws InterruptedException {
        Secret key;
        try {
            key = options.key().read().orElse(null);
        } catch (IOException e) {
            events.accept(failed(ProviderFailure.AUTH_FAILED, String.valueOf(e.getMessage())));
            return;
        }
        ProviderEvent end = ask(request, key, new AnswerReader(events));
        // servers quote what they were sent
        events.accept(end instanceof ProviderEvent.Failed failure && key != null ? without(key, failure) : end);
    }

    /** Asks and reads the answer but for its end, which is returned. */
    private ProviderEvent ask(ProviderRequest request, @Nullable Secret key, AnswerReader answer)
            throws InterruptedException {
        try (StreamedAnswer http = StreamedAnswer.to(client, post(key), body(request), options.silence())) {
            accept(http);
            return read(http, answer);
        } catch (RefusedException e) {
            return e.event();
        } catch (SocketTimeoutException e) {
            return failed(ProviderFailure.TIMEOUT, e.getMessage() + ", see --provider-timeout-ms");
        } catch (IOException e) {
            return failed(ProviderFailure.UNAVAILABLE, options.completions() + ": " + e.getMessage());
        }
    }

    private RequestOptions post(@Nullable Secret key) {
        RequestOptions post = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(options.completions().toString())
                .putHeader("content-type", "application/json")
                .putHeader("accept", EVENT_STREAM);
        return key == null ? post : post.putHeader("authorization", "Bearer " + key.reveal());
    }

    private static Buffer body(ProviderRequest request) {
        String model = request.model().isEmpty() ? DEFAULT_MODEL : request.model();
        return Buffer.buffer(Json.write(ChatCompletionRequest.of(request, model)));
    }

    /** Takes the head of the answer, and throws unless a stream of events follows. */
    private static void accept(StreamedAnswer http) throws IOException, InterruptedException, RefusedException {
        StreamedAnswer.Head head = http.head();
        if (head.status() != 200) {
            Duration wait = RetryAfter.of(head.headers(), Instant.now());
            throw RefusedException.ofStatus(head.status(), beginning(http), wait);
        }
        String type = head.headers().get("content-type");
        if (type != null && !type.toLowerCase(Locale.ROOT).startsWith(EVENT_STREAM)) {
            throw RefusedException.senseless("the answer is " + type + " and no stream of events, see OPENAI_BASE_URL");
        }
    }

    private static String beginning(StreamedAnswer http) throws InterruptedException {
        Buffer body = Buffer.buffer();
        try {
            for (Buffer piece = http.next(); piece != null && body.length() < MAX_ERROR; piece = http.next()) {
                body.appendBuffer(piece);
            }
        } catch (IOException e) {
            // the status says enough
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static ProviderEvent read(StreamedAnswer http, AnswerReader answer)
            throws SocketTimeoutException, InterruptedException, RefusedException {
        try {
            readEvents(http, answer);
            http.finish();
        } catch (IOException e) {
            // an answer that is complete is not lost because its connection broke behind it
            if (answer.completed() == null) {
                if (e instanceof SocketTimeoutException silence) {
                    throw silence;
                }
                return failed(ProviderFailure.STREAM_CUT, "the answer was cut: " + e.getMessage());
            }
        }
        ProviderEvent.Completed completed = answer.completed();
        return completed != null ? completed : failed(ProviderFailure.STREAM_CUT, "the answer ended without its end");
    }

    private static void readEvents(StreamedAnswer http, AnswerReader answer)
            throws IOException, InterruptedException, RefusedException {
        Queue<String> events = new ArrayDeque<>();
        SseParser parser = new SseParser(events::add);
        Buffer bytes;
        do {
            bytes = http.next();
            if (bytes == null) {
                parser.end();
            } else {
                parser.feed(bytes);
            }
            while (!events.isEmpty()) {
                answer.read(events.remove());
            }
        } while (bytes != null && !answer.isDone());
    }

    private static ProviderEvent.Failed failed(ProviderFailure kind, String message) {
        return new ProviderEvent.Failed(kind, message, null);
    }

    private static ProviderEvent.Failed without(Secret key, ProviderEvent.Failed failure) {
        return new ProviderEvent.Failed(
                failure.kind(), failure.message().replace(key.reveal(), key.toString()), failure.retryAfter());
    }
}
