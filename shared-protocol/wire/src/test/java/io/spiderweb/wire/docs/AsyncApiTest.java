package io.spiderweb.wire.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Access;
import io.spiderweb.wire.control.ControlOperation.Shape;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.TopologyEvent;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.json.Json;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi/control.yaml}: what it should be, valid, and true of the frames of the codec. */
class AsyncApiTest {

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7);

    private static JsonNode document;

    @BeforeAll
    static void readWhatIsThere() throws Exception {
        Document file = Document.named("asyncapi/control.yaml");
        file.mustBe(YAML.writeValueAsString(AsyncApi.document()));
        document = YAML.readTree(file.text());
    }

    @Test
    void itIsValidBySchemaOfAsyncApi() throws Exception {
        try (InputStream schema = AsyncApiTest.class.getResourceAsStream("/asyncapi/3.0.0.json")) {
            assertThat(SCHEMAS.getSchema(schema).validate(document)).isEmpty();
        }
    }

    @Test
    void itHasEveryOperationOfClientsAndNoOther() {
        Set<String> expected = Arrays.stream(ControlOperation.values())
                .filter(operation -> operation.access() != Access.SERVICE)
                .map(operation -> operation.type().substring("control.".length()))
                .collect(Collectors.toSet());
        expected.add("push");
        assertThat(document.path("operations").fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
        });
    }

    @Test
    void itsExamplesAreValidByTheirOwnSchemas() {
        document.path("components")
                .path("messages")
                .properties()
                .forEach(message -> message.getValue()
                        .path("examples")
                        .forEach(example -> assertThat(violations(message.getKey(), example.path("payload")))
                                .as(message.getKey())
                                .isEmpty()));
    }

    @Test
    void theFramesOfTheCodecAreValidByIt() throws Exception {
        var mount = new WorkspaceStatus.Mount("/src", "node-2", "work", null, null, null, false);
        var status = new WorkspaceStatus(
                "mother",
                "proj-1",
                WorkspaceStatus.rootOf("proj-1"),
                List.of(mount),
                List.of(mount),
                List.of(mount),
                WorkspaceStatus.Drift.of(List.of()),
                "idle",
                1,
                1,
                null,
                0);
        var project = new ProjectReply.Project(
                "proj-1",
                "Lab",
                "",
                "active",
                "normal",
                false,
                1,
                2,
                null,
                List.of(new ProjectRequest.DesiredMount("/src", "node-2", "work")));
        var up = new ProjectReply.Up("proj-1", new Secret("proj-x"), true, true, status);
        assertValid("project_get.reply", ControlCodec.encode("a", ControlOperation.PROJECT_GET, project));
        assertValid("project_up.reply", ControlCodec.encode(null, ControlOperation.PROJECT_UP, up));
        assertValid(
                "version.reply", ControlCodec.encode("a", ControlOperation.VERSION, ConnectionReply.VersionAck.ours()));
        assertValid(
                "node_get.error",
                ControlCodec.encode(new ControlError("a", ErrorCode.NODE_NOT_FOUND, "no", Shape.B, null)));
        assertValid("ping.error", ControlCodec.encode(ControlError.plain(null, ErrorCode.PROTOCOL_MISMATCH, "no")));
        assertValid(
                "push",
                ControlCodec.encode(TopologyEvent.Changed.unknown("r", 5).toPush()));
        assertValid(
                "debug_subscribe.reply",
                ControlCodec.encode(new ControlFrame.Event(
                        "a", "control.subscription", Json.tree(new ConnectionReply.Subscription(true)), 5)));
    }

    @Test
    void whatItForbidsIsNotValid() throws Exception {
        assertThat(violations(
                        "node_join.request",
                        Json.parse("{\"channel\":\"control\",\"type\":\"control.node_join\"," + "\"payload\":{}}")))
                .as("a required member is missing")
                .isNotEmpty();
        assertThat(violations(
                        "ping.error",
                        Json.parse(ControlCodec.encode(ControlError.plain(null, ErrorCode.NODE_NOT_FOUND, "no")))))
                .as("a code that this operation never has")
                .isNotEmpty();
    }

    private static void assertValid(String message, String frame) throws Exception {
        assertThat(violations(message, Json.parse(frame))).as(frame).isEmpty();
    }

    private static Set<ValidationMessage> violations(String message, JsonNode frame) {
        ObjectNode schema = document.path("components")
                .path("messages")
                .path(message)
                .path("payload")
                .deepCopy();
        // so that references into the document resolve
        schema.set("components", document.path("components"));
        JsonSchema checked = SCHEMAS.getSchema(schema);
        return checked.validate(frame);
    }
}
