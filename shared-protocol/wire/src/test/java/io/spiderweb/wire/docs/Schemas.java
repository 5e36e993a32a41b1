package io.spiderweb.wire.docs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.guide.Member;
import io.spiderweb.wire.control.guide.MemberType;
import io.spiderweb.wire.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Schemas (draft 7): of requests from their guides, of replies from the records that are written. */
final class Schemas {

    private static final String TYPE = "type";

    /** Records by their names, to which others refer. */
    private final ObjectNode named = Json.object();

    ObjectNode named() {
        return named;
    }

    static ObjectNode type(String type) {
        return Json.object().put(TYPE, type);
    }

    static ObjectNode constant(Object value) {
        return Json.object().set("const", Json.tree(value));
    }

    // ---- requests

    static ObjectNode of(List<Member> members) {
        ObjectNode schema = type("object");
        ObjectNode properties = Json.object();
        ArrayNode required = schema.arrayNode();
        for (Member member : members) {
            properties.set(member.name(), of(member));
            if (member.isRequired()) {
                required.add(member.name());
            }
        }
        return with(schema, properties, required);
    }

    private static ObjectNode of(Member member) {
        ObjectNode schema = of(member.type()).put("description", sentence(member.meaning()));
        String fallback = member.fallback();
        if (fallback != null) {
            boolean isText = member.type() instanceof MemberType.Text;
            schema.set("default", isText ? Json.tree(fallback) : parsed(fallback));
        }
        return schema;
    }

    private static ObjectNode of(MemberType type) {
        return switch (type) {
            case MemberType.Text(
                    String shown,
                    int minBytes,
                    int maxBytes,
                    @Nullable String pattern,
                    boolean isSecret) -> {
                ObjectNode text = type("string");
                if (minBytes > 0) {
                    text.put("minLength", minBytes);
                }
                if (maxBytes > 0) {
                    text.put("maxLength", maxBytes);
                }
                if (pattern != null) {
                    text.put("pattern", pattern);
                }
                yield isSecret ? text.put("format", "password") : text;
            }
            case MemberType.OneOf(List<String> values) -> type("string").set("enum", Json.tree(values));
            case MemberType.Unsigned number -> type("integer").put("minimum", 0);
            case MemberType.Bool bool -> type("boolean");
            case MemberType.Structure(List<Member> members) -> of(members);
            case MemberType.AnyMembers any -> type("object");
            case MemberType.ListOf(MemberType items) -> type("array").set("items", of(items));
        };
    }

    // ---- replies

    /** A reference to the schema of a record. */
    ObjectNode reference(Class<?> type) {
        String name = name(type);
        if (!named.has(name)) {
            // before its members, which may have members of this very type
            named.set(name, Json.object());
            named.set(name, record(type));
        }
        return Json.object().put("$ref", "#/components/schemas/" + name);
    }

    private ObjectNode record(Class<?> type) {
        ObjectNode schema = type("object");
        ObjectNode properties = Json.object();
        ArrayNode required = schema.arrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = member(component);
            boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            boolean isLeftOut = isNullable
                    && (isNonNull(type.getAnnotation(JsonInclude.class))
                            || isNonNull(component.getAccessor().getAnnotation(JsonInclude.class)));
            ObjectNode value = value(component.getGenericType());
            properties.set(name, isNullable && !isLeftOut ? orNull(value) : value);
            if (!isLeftOut) {
                required.add(name);
            }
        }
        return with(schema, properties, required);
    }

    private ObjectNode value(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == Map.class
                    ? type("object").set("additionalProperties", value(last))
                    : type("array").set("items", value(last));
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return type("string");
        }
        if (plain == Secret.class) {
            return type("string").put("format", "password");
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return type("boolean");
        }
        if (plain == long.class || plain == int.class || plain == Long.class || plain == Integer.class) {
            return type("integer");
        }
        if (plain.isEnum()) {
            return type("string").set("enum", Json.tree(plain.getEnumConstants()));
        }
        if (JsonNode.class.isAssignableFrom(plain)) {
            return type("object");
        }
        return reference(plain);
    }

    private static ObjectNode orNull(ObjectNode value) {
        if (!value.has(TYPE)) {
            return Json.object()
                    .set("oneOf", Json.object().arrayNode().add(value).add(type("null")));
        }
        return value.deepCopy()
                .set(TYPE, Json.object().arrayNode().add(value.get(TYPE)).add("null"));
    }

    private static boolean isNonNull(@Nullable JsonInclude include) {
        return include != null && include.value() == JsonInclude.Include.NON_NULL;
    }

    private static String member(RecordComponent component) {
        JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
        return renamed == null || renamed.value().isEmpty()
                ? component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT)
                : renamed.value();
    }

    /** With the class around it, since several have a {@code Status}. */
    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }

    private static ObjectNode with(ObjectNode schema, ObjectNode properties, ArrayNode required) {
        if (!properties.isEmpty()) {
            schema.set("properties", properties);
        }
        return required.isEmpty() ? schema : schema.set("required", required);
    }

    private static String sentence(String phrase) {
        return phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1) + ".";
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.parse(json);
        } catch (Exception e) {
            throw new AssertionError(json, e);
        }
    }

    static ArrayNode array(Object... values) {
        ArrayNode array = Json.object().arrayNode();
        Arrays.stream(values).map(Json::tree).forEach(array::add);
        return array;
    }
}
