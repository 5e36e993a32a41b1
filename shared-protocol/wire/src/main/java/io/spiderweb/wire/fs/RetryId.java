package io.spiderweb.wire.fs;

import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What makes a request the same one when it is sent again, with {@code retry-1}: {@code rid} and {@code answered} beside its tag.
 *
 * @param rid a number that the client gives to one request only
 * @param answered no request with an id up to this one will come again, so that its reply may be forgotten
 */
public record RetryId(long rid, long answered) {

    static @Nullable RetryId read(Fields frame) throws InvalidJsonException {
        return frame.has("rid") ? new RetryId(frame.requiredUnsigned("rid"), frame.unsigned("answered", 0)) : null;
    }
}
