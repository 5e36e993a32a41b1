package io.spiderweb.wire.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that a node offers ({@code spec control 3.6}).
 *
 * @param serviceId unique within the node
 * @param state such as {@code online}, {@code degraded} or {@code offline}
 * @param endpoints paths, at least one
 * @param capabilities any object
 */
public record NodeService(
        String serviceId, String kind, String version, String state, List<String> endpoints, ObjectNode capabilities) {

    private static final int MAX_ENDPOINT_BYTES = 512;

    /** The services of an array; whatever is wrong with it, a missing member too, is of kind {@link Kind#VALUE}. */
    public static List<NodeService> readAll(Fields payload) throws InvalidJsonException {
        List<NodeService> services = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Fields fields : payload.objects("services")) {
            NodeService service = read(fields);
            if (!ids.add(service.serviceId)) {
                throw invalid("there are two services with the service_id " + service.serviceId);
            }
            services.add(service);
        }
        return List.copyOf(services);
    }

    private static NodeService read(Fields fields) throws InvalidJsonException {
        String version = Objects.requireNonNullElse(fields.optional("version"), "1");
        if (!Identifiers.isDisplayName(version, 64, false)) {
            throw invalid("version must have 1 to 64 bytes without control characters");
        }
        return new NodeService(
                text(fields, "service_id", id -> Identifiers.isIdentifier(id, 128), "1 to 128 of A-Z a-z 0-9 - _ ."),
                text(fields, "kind", kind -> Identifiers.isIdentifier(kind, 128), "1 to 128 of A-Z a-z 0-9 - _ ."),
                version,
                text(fields, "state", state -> Identifiers.isIdentifier(state, 64), "1 to 64 of A-Z a-z 0-9 - _ ."),
                endpoints(fields),
                fields.optionalObject("capabilities").object());
    }

    private static List<String> endpoints(Fields fields) throws InvalidJsonException {
        List<String> endpoints = fields.strings("endpoints");
        boolean right = !endpoints.isEmpty()
                && endpoints.size() == fields.object().path("endpoints").size()
                && endpoints.stream().allMatch(NodeService::isEndpoint);
        if (!right) {
            throw invalid("endpoints must be at least one path that starts with / and has at most " + MAX_ENDPOINT_BYTES
                    + " bytes");
        }
        return endpoints;
    }

    private static boolean isEndpoint(String text) {
        return text.startsWith("/") && text.getBytes(StandardCharsets.UTF_8).length <= MAX_ENDPOINT_BYTES;
    }

    private static String text(Fields fields, String name, Predicate<String> rule, String expected)
            throws InvalidJsonException {
        String text = fields.optional(name);
        if (text == null || !rule.test(text)) {
            throw invalid(name + " of a service must be " + expected);
        }
        return text;
    }

    private static InvalidJsonException invalid(String message) {
        return new InvalidJsonException(Kind.VALUE, message);
    }
}
