package io.spiderweb.gateway.provider.openai;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.provider.http.StreamedAnswer;
import io.spiderweb.gateway.provider.sse.SseParser;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.client.api.LoggingScope;
import org.jboss.resteasy.reactive.client.api.QuarkusRestClientProperties;
import org.jspecify.annotations.Nullable;

/** Streams answers of OpenAI's chat completions, or of a server that is compatible with them. */
public final class OpenAiProvider implements Provider {

    private static final String DEFAULT_MODEL = "gpt-4o-mini";

    /** As many as agents that are busy at once. */
    private static final int MAX_CONNECTIONS = 64;

    private static final int CONNECT_TIMEOUT_MS = 10_000;

    private final ChatCompletionsApi api;
    private final OpenAiOptions options;

    private OpenAiProvider(ChatCompletionsApi api, OpenAiOptions options) {
        this.api = api;
        this.options = options;
    }

    /**
     * Checks the settings; no connection is opened yet.
     *
     * @param silence longest wait for an answer to begin, and then for each piece
     * @throws io.spiderweb.service.launch.StartupException if these settings cannot work
     */
    public static OpenAiProvider of(OpenAiConfig config, Duration silence) {
        OpenAiOptions options = OpenAiOptions.of(config, silence);
        QuarkusRestClientBuilder client = QuarkusRestClientBuilder.newBuilder()
                .baseUri(options.baseUrl())
                .connectTimeout(CONNECT_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                .readTimeout(silence.toMillis(), TimeUnit.MILLISECONDS)
                .followRedirects(false)
                .property(QuarkusRestClientProperties.CONNECTION_POOL_SIZE, MAX_CONNECTIONS)
                .userAgent("spiderweb")
                // it would log the key
                .loggingScope(LoggingScope.NONE)
                .disableDefaultMapper(true)
                .register(new Refusals());
        return new OpenAiProvider(StreamedAnswer.enable(client).build(ChatCompletionsApi.class), options);
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
        String bearer = key == null ? null : "Bearer " + key.reveal();
        try (StreamedAnswer http = StreamedAnswer.to(api.stream(bearer, body(request)), options.silence())) {
            return read(http, answer);
        } catch (RefusedException e) {
            return e.event();
        } catch (SocketTimeoutException e) {
            return failed(ProviderFailure.TIMEOUT, e.getMessage() + ", see --provider-timeout-ms");
        } catch (IOException e) {
            return failed(ProviderFailure.UNAVAILABLE, options.baseUrl() + ": " + e.getMessage());
        }
    }

    private static String body(ProviderRequest request) {
        String model = request.model().isEmpty() ? DEFAULT_MODEL : request.model();
        return Json.write(ChatCompletionRequest.of(request, model));
    }

    private static ProviderEvent read(StreamedAnswer http, AnswerReader answer)
            throws IOException, InterruptedException {
        try {
            readEvents(http, answer);
            http.finish();
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            // an answer that is complete is not lost because its connection broke behind it
            if (answer.completed() == null) {
                if (e instanceof SocketTimeoutException || !http.hasBegun()) {
                    throw e;
                }
                return failed(ProviderFailure.STREAM_CUT, "the answer was cut: " + e.getMessage());
            }
        }
        ProviderEvent.Completed completed = answer.completed();
        return completed != null ? completed : failed(ProviderFailure.STREAM_CUT, "the answer ended without its end");
    }

    private static void readEvents(StreamedAnswer http, AnswerReader answer) throws IOException, InterruptedException {
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
