package io.spiderweb.gateway.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The server has answered, but not with what was asked for. Classified by status and code, never by words ({@code 7.4}). */
final class RefusedException extends IOException {

    private static final long serialVersionUID = 1;
    private static final int MAX_QUOTE = 300;

    private final ProviderFailure kind;
    private final String text;
    private final @Nullable Duration retryAfter;

    private RefusedException(ProviderFailure kind, String message, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.text = message;
        this.retryAfter = retryAfter;
    }

    /** @param body of the answer, as far as it was read */
    static RefusedException ofStatus(int status, String body, @Nullable Duration retryAfter) {
        ProviderFailure kind = switch (status) {
            case 401, 403 -> ProviderFailure.AUTH_FAILED;
            case 408, 504 -> ProviderFailure.TIMEOUT;
            case 429 -> ProviderFailure.RATE_LIMITED;
            default -> status >= 500 ? ProviderFailure.UNAVAILABLE : ProviderFailure.REQUEST_INVALID;
        };
        // what a provider says about a wrong key shows parts of it
        String why = status == 401 ? "the key is missing or wrong, see OPENAI_API_KEY" : quote(body);
        return new RefusedException(kind, "HTTP " + status + (why.isEmpty() ? "" : ": " + why), retryAfter);
    }

    static RefusedException inStream(JsonNode error) {
        String code = error.path("code").asText(error.path("type").asText());
        ProviderFailure kind = switch (code) {
            case "rate_limit_exceeded", "insufficient_quota" -> ProviderFailure.RATE_LIMITED;
            case "server_error", "overloaded", "service_unavailable" -> ProviderFailure.UNAVAILABLE;
            case "invalid_api_key" -> ProviderFailure.AUTH_FAILED;
            default -> ProviderFailure.STREAM_FAILED;
        };
        return new RefusedException(kind, "an error in the answer: " + message(error), null);
    }

    static RefusedException senseless(String message) {
        return new RefusedException(ProviderFailure.STREAM_FAILED, message, null);
    }

    ProviderEvent.Failed event() {
        return new ProviderEvent.Failed(kind, text, retryAfter);
    }

    private static String quote(String body) {
        try {
            return message(Json.parseObject(body).path("error"));
        } catch (InvalidJsonException e) {
            // a proxy answers with a page
            return shorten(body);
        }
    }

    private static String message(JsonNode error) {
        JsonNode message = error.path("message");
        return shorten(
                message.isTextual()
                        ? message.textValue()
                        : error instanceof MissingNode ? "" : error.isTextual() ? error.textValue() : error.toString());
    }

    private static String shorten(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_QUOTE ? line : line.substring(0, MAX_QUOTE) + "…";
    }
}
