package io.spiderweb.gateway.provider.openai;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;
import org.jspecify.annotations.Nullable;

/** An answer that is no stream of events is a refusal. */
final class Refusals implements ResponseExceptionMapper<RefusedException> {

    private static final int NO_ANSWER = 0;
    private static final int MAX_ERROR = 64 << 10;

    @Override
    public boolean handles(int status, @Nullable MultivaluedMap<String, Object> headers) {
        return status != NO_ANSWER
                && (status != 200 || headers != null && !isStream(headers.getFirst(HttpHeaders.CONTENT_TYPE)));
    }

    @Override
    public RefusedException toThrowable(Response response) {
        int status = response.getStatus();
        if (status == 200) {
            String type = response.getHeaderString(HttpHeaders.CONTENT_TYPE);
            return RefusedException.senseless(
                    "the answer is " + type + " and no stream of events, see OPENAI_BASE_URL");
        }
        String wait = response.getHeaderString(HttpHeaders.RETRY_AFTER);
        return RefusedException.ofStatus(status, beginning(response), RetryAfter.of(wait, Instant.now()));
    }

    /** Some servers do not say what they send. */
    private static boolean isStream(@Nullable Object contentType) {
        return contentType == null
                || contentType.toString().toLowerCase(Locale.ROOT).startsWith(MediaType.SERVER_SENT_EVENTS);
    }

    private static String beginning(Response response) {
        if (response.getEntity() instanceof InputStream body) {
            try (body) {
                return new String(body.readNBytes(MAX_ERROR), StandardCharsets.UTF_8);
            } catch (IOException e) {
                // the status says enough
            }
        }
        return "";
    }
}
