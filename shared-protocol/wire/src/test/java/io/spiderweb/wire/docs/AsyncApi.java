package io.spiderweb.wire.docs;

import static io.spiderweb.wire.docs.Schemas.array;
import static io.spiderweb.wire.docs.Schemas.constant;
import static io.spiderweb.wire.docs.Schemas.type;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.ControlOperation.Shape;
import io.spiderweb.wire.control.guide.Member;
import io.spiderweb.wire.control.guide.OperationGuide;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The AsyncAPI 3 document of the control channel, as its server sees it. */
final class AsyncApi {

    private static final String DESCRIPTION = """
            Projects, nodes, sessions and workspaces over one WebSocket connection: one JSON document per text frame.
            `control.version` comes first, then `control.connect`, then any operation; replies come in the order of the requests and
            carry their `id`. Any request may also be answered with `invalid_envelope`, `protocol_mismatch` or, for users without a
            target, `provisioning_required` or `last_target_invalid`. Pushes may stand between replies once they were subscribed to.
            """;

    private final Schemas schemas = new Schemas();
    private final ObjectNode messages = Json.object();
    private final ObjectNode operations = Json.object();

    private AsyncApi() {}

    static ObjectNode document() {
        return new AsyncApi().make();
    }

    private ObjectNode make() {
        message("push", "debug.event", "What subscribers are told.", event(type("object")));
        OperationGuide.all().forEach(this::add);
        operations.set(
                "push",
                Json.object()
                        .put("action", "send")
                        .put("summary", "Tells subscribers of a change.")
                        .<ObjectNode>set("channel", channel())
                        .set("messages", array(inChannel("push"))));
        ObjectNode document = Json.object().put("asyncapi", "3.0.0");
        document.set(
                "info",
                Json.object()
                        .put("title", "Spiderweb control channel")
                        .put("version", "unified-v2")
                        .put("description", DESCRIPTION)
                        .set("license", Json.object().put("name", "MIT")));
        document.put("defaultContentType", "application/json");
        document.set("servers", servers());
        document.set("channels", Json.object().set("control", channelItem()));
        document.set("operations", operations);
        document.set("components", components());
        return document;
    }

    private void add(OperationGuide guide) {
        ControlOperation operation = guide.operation();
        String name = guide.name();
        ObjectNode request = message(name + ".request", operation.type(), guide.summary(), request(guide));
        ArrayNode examples = request.arrayNode();
        guide.examples().forEach(example -> examples.add(Json.object().set("payload", frame(operation, example))));
        request.set("examples", examples);
        boolean isEvent = operation.reply() == ConnectionReply.Subscription.class;
        message(
                name + ".reply",
                isEvent ? "debug.event" : operation.replyType(),
                "The answer to " + operation.type() + ".",
                isEvent ? event(schemas.reference(operation.reply())) : reply(operation));
        message(
                name + ".error",
                "control.error",
                "The refusal of " + operation.type() + ".",
                error(operation.shape(), codes(guide)));
        operations.set(
                name,
                Json.object()
                        .put("action", "receive")
                        .put("summary", guide.summary())
                        .put("description", "For " + guide.callers() + ".")
                        .<ObjectNode>set("channel", channel())
                        .<ObjectNode>set("messages", array(inChannel(name + ".request")))
                        .set(
                                "reply",
                                Json.object()
                                        .<ObjectNode>set("channel", channel())
                                        .set(
                                                "messages",
                                                array(inChannel(name + ".reply"), inChannel(name + ".error")))));
    }

    private static ObjectNode request(OperationGuide guide) {
        ControlOperation operation = guide.operation();
        List<Member> members = new ArrayList<>(guide.members());
        members.addAll(guide.gateTokens());
        ObjectNode payload =
                operation.ignoresPayload() ? Json.object().put("description", "Not looked at.") : Schemas.of(members);
        boolean isNeeded =
                operation.scope() != Scope.NONE || guide.members().stream().anyMatch(Member::isRequired);
        return object(
                Json.object()
                        .<ObjectNode>set("channel", constant("control"))
                        .<ObjectNode>set("type", constant(operation.type()))
                        .<ObjectNode>set("id", type("string"))
                        .<ObjectNode>set("correlation_id", type("string"))
                        .set("payload", payload),
                isNeeded ? array("channel", "type", "payload") : array("channel", "type"));
    }

    private ObjectNode reply(ControlOperation operation) {
        return object(
                Json.object()
                        .<ObjectNode>set("channel", constant("control"))
                        .<ObjectNode>set("type", constant(operation.replyType()))
                        .<ObjectNode>set("id", type("string"))
                        .<ObjectNode>set("ok", constant(true))
                        .set("payload", schemas.reference(operation.reply())),
                array("channel", "type", "ok", "payload"));
    }

    private static ObjectNode error(Shape shape, Set<String> codes) {
        ObjectNode members = Json.object()
                .<ObjectNode>set("code", type("string").set("enum", Json.tree(codes)))
                .set("message", type("string"));
        if (shape == Shape.B) {
            members.set("correlation_id", Json.object().set("type", array("string", "null")));
        }
        ArrayNode required = members.arrayNode();
        members.fieldNames().forEachRemaining(required::add);
        return object(
                Json.object()
                        .<ObjectNode>set("channel", constant("control"))
                        .<ObjectNode>set("type", constant("control.error"))
                        .<ObjectNode>set("id", type("string"))
                        .<ObjectNode>set("ok", constant(false))
                        .set("error", object(members, required)),
                array("channel", "type", "ok", "error"));
    }

    private static ObjectNode event(ObjectNode payload) {
        return object(
                Json.object()
                        .<ObjectNode>set("type", constant("debug.event"))
                        .<ObjectNode>set("request", type("string"))
                        .<ObjectNode>set("category", type("string"))
                        .<ObjectNode>set("payload", payload)
                        .set("timestamp", type("integer")),
                array("type", "request", "category", "payload", "timestamp"));
    }

    private static Set<String> codes(OperationGuide guide) {
        Set<String> codes = new TreeSet<>();
        guide.errors().stream().map(ErrorCode::wireName).forEach(codes::add);
        OperationGuide.ERRORS_OF_ANY.stream().map(ErrorCode::wireName).forEach(codes::add);
        return codes;
    }

    private ObjectNode message(String key, String name, String summary, ObjectNode payload) {
        ObjectNode message =
                Json.object().put("name", name).put("summary", summary).set("payload", payload);
        messages.set(key, message);
        return message;
    }

    private static ObjectNode frame(ControlOperation operation, String payload) {
        try {
            return Json.object()
                    .put("channel", "control")
                    .put("type", operation.type())
                    .put("id", "1")
                    .set("payload", Json.parse(payload));
        } catch (InvalidJsonException e) {
            throw new AssertionError(payload, e);
        }
    }

    private static ObjectNode servers() {
        ArrayNode security =
                Json.object().arrayNode().add(Json.object().put("$ref", "#/components/securitySchemes/bearer"));
        ObjectNode gateway = Json.object()
                .put("host", "localhost:18790")
                .put("protocol", "ws")
                .put("description", "The gateway, which passes operations on and answers those about agents itself.")
                .set("security", security);
        ObjectNode controlPlane = Json.object()
                .put("host", "localhost:18792")
                .put("protocol", "ws")
                .put("description", "The control plane itself.")
                .set("security", security);
        return Json.object().<ObjectNode>set("gateway", gateway).set("control_plane", controlPlane);
    }

    private ObjectNode channelItem() {
        ObjectNode all = Json.object();
        messages.fieldNames()
                .forEachRemaining(name -> all.set(name, Json.object().put("$ref", "#/components/messages/" + name)));
        return Json.object().put("address", "/").set("messages", all);
    }

    private ObjectNode components() {
        return Json.object()
                .<ObjectNode>set("messages", messages)
                .<ObjectNode>set("schemas", schemas.named())
                .set(
                        "securitySchemes",
                        Json.object()
                                .set(
                                        "bearer",
                                        Json.object()
                                                .put("type", "http")
                                                .put("scheme", "bearer")
                                                .put(
                                                        "description",
                                                        "A role token, an invite or a node's secret; none to ask to join.")));
    }

    private static ObjectNode channel() {
        return Json.object().put("$ref", "#/channels/control");
    }

    private static ObjectNode inChannel(String message) {
        return Json.object().put("$ref", "#/channels/control/messages/" + message);
    }

    private static ObjectNode object(ObjectNode properties, ArrayNode required) {
        return type("object").<ObjectNode>set("properties", properties).set("required", required);
    }
}
