package io.spiderweb.wire.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The members of one object, read with the protocol's type rules ({@code spec control 3.2, fs-node 1.4}). */
public record Fields(ObjectNode object) {

    private static final long MAX_U32 = 0xFFFF_FFFFL;

    public boolean has(String name) {
        return object.has(name);
    }

    /** A string that must be there and not be empty: absent, empty and of another type are all <i>missing</i>. */
    public String required(String name) throws InvalidJsonException {
        String text = optional(name);
        if (text == null || text.isEmpty()) {
            throw new InvalidJsonException(Kind.MISSING, name + " is required");
        }
        return text;
    }

    public String required(String name, Predicate<String> rule, String expected) throws InvalidJsonException {
        return check(name, required(name), rule, expected);
    }

    /** A string that may be left out; another type counts as left out. */
    public @Nullable String optional(String name) {
        JsonNode value = object.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }

    public @Nullable String optional(String name, Predicate<String> rule, String expected) throws InvalidJsonException {
        String text = optional(name);
        return text == null ? null : check(name, text, rule, expected);
    }

    public Secret requiredSecret(String name) throws InvalidJsonException {
        return new Secret(secretRule(name, required(name)));
    }

    public @Nullable Secret optionalSecret(String name) throws InvalidJsonException {
        String text = optional(name);
        return text == null ? null : new Secret(secretRule(name, text));
    }

    /** An integer from 0 to 2^63-1. */
    public long unsigned(String name, long absent) throws InvalidJsonException {
        JsonNode value = object.get(name);
        return value == null ? absent : integer(name, value, Long.MAX_VALUE);
    }

    public long requiredUnsigned(String name) throws InvalidJsonException {
        return integer(name, present(name), Long.MAX_VALUE);
    }

    /** An integer from 0 to 2^32-1. */
    public long unsigned32(String name, long absent) throws InvalidJsonException {
        JsonNode value = object.get(name);
        return value == null ? absent : integer(name, value, MAX_U32);
    }

    /** As {@link #unsigned32(String, long)}, null when it is not there. */
    public @Nullable Long optionalUnsigned32(String name) throws InvalidJsonException {
        JsonNode value = object.get(name);
        return value == null ? null : integer(name, value, MAX_U32);
    }

    public boolean bool(String name, boolean absent) throws InvalidJsonException {
        JsonNode value = object.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw new InvalidJsonException(Kind.TYPE, name + " must be true or false");
        }
        return value.booleanValue();
    }

    /** A string of any content that must be a string: used where absent and wrong are told apart. */
    public String text(String name) throws InvalidJsonException {
        JsonNode value = present(name);
        if (!value.isTextual()) {
            throw new InvalidJsonException(Kind.TYPE, name + " must be a string");
        }
        return value.textValue();
    }

    /** Standard base64 with padding and without white space. */
    public byte[] base64(String name) throws InvalidJsonException {
        String text = text(name);
        try {
            if (text.length() % 4 == 0) {
                return Base64.getDecoder().decode(text);
            }
        } catch (IllegalArgumentException e) {
            // falls through to the one message for both
        }
        throw new InvalidJsonException(Kind.BASE64, name + " must be standard base64 with padding");
    }

    /** The strings of an array; an absent or differently typed member is an empty list, as unknown members are ignored. */
    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        JsonNode array = object.path(name);
        if (array.isArray()) {
            for (JsonNode item : array) {
                if (item.isTextual()) {
                    strings.add(item.textValue());
                }
            }
        }
        return List.copyOf(strings);
    }

    /** An object that may be left out, and then is one without members; anything else is of the wrong type. */
    public Fields optionalObject(String name) throws InvalidJsonException {
        JsonNode value = object.get(name);
        if (value == null) {
            return new Fields(object.objectNode());
        }
        if (value instanceof ObjectNode nested) {
            return new Fields(nested);
        }
        throw new InvalidJsonException(Kind.TYPE, name + " must be an object");
    }

    /** The objects of an array that is there; anything else is of the wrong type. */
    public List<Fields> objects(String name) throws InvalidJsonException {
        JsonNode array = present(name);
        List<Fields> objects = new ArrayList<>();
        for (JsonNode item : array) {
            if (item instanceof ObjectNode object) {
                objects.add(new Fields(object));
            }
        }
        if (!array.isArray() || objects.size() != array.size()) {
            throw new InvalidJsonException(Kind.TYPE, name + " must be an array of objects");
        }
        return List.copyOf(objects);
    }

    private JsonNode present(String name) throws InvalidJsonException {
        JsonNode value = object.get(name);
        if (value == null) {
            throw new InvalidJsonException(Kind.MISSING, name + " is required");
        }
        return value;
    }

    private static long integer(String name, JsonNode value, long max) throws InvalidJsonException {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 0
                || value.longValue() > max) {
            throw new InvalidJsonException(Kind.TYPE, name + " must be an integer from 0 to " + max);
        }
        return value.longValue();
    }

    private static String check(String name, String text, Predicate<String> rule, String expected)
            throws InvalidJsonException {
        if (!rule.test(text)) {
            throw new InvalidJsonException(Kind.VALUE, name + " must be " + expected + ", not '" + shown(text) + "'");
        }
        return text;
    }

    private static String secretRule(String name, String text) throws InvalidJsonException {
        if (!io.spiderweb.wire.Identifiers.isSecret(text, 256)) {
            throw new InvalidJsonException(Kind.VALUE, name + " must have 1 to 256 bytes");
        }
        return text;
    }

    private static String shown(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
