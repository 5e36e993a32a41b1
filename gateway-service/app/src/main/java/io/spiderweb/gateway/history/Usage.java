package io.spiderweb.gateway.history;

import io.spiderweb.store.Document;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a conversation without reading it.
 *
 * @param lastActiveMs milliseconds since the epoch
 * @param projectId of the session when it was used last
 * @param messageCount that were ever added
 */
record Usage(long lastActiveMs, @Nullable String projectId, long messageCount) {

    /** Absent for a document of an older version, which knew the time alone: it is told of again once it was used. */
    static Optional<Usage> of(Document document) {
        try {
            return Optional.of(Json.read(Json.parseObject(document.text()), Usage.class));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
