package io.spiderweb.wire.fs;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import org.jspecify.annotations.Nullable;

/** A time that a file is given. */
public sealed interface NewTime {

    /** @param ns nanoseconds since the epoch, negative before it */
    record At(@JsonValue long ns) implements NewTime {}

    /** By the node's clock; whoever may write to a file may set it. */
    record Now() implements NewTime {

        private static final String TEXT = "now";

        @JsonValue
        public String text() {
            return TEXT;
        }
    }

    static @Nullable NewTime read(Fields fields, String member) throws InvalidJsonException {
        JsonNode value = fields.object().get(member);
        if (value == null) {
            return null;
        }
        if (value.isTextual() && value.textValue().equals(Now.TEXT)) {
            return new Now();
        }
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return new At(value.longValue());
        }
        throw new InvalidJsonException(Kind.TYPE, member + " must be nanoseconds since 1970 or '" + Now.TEXT + "'");
    }
}
