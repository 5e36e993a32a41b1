package io.spiderweb.wire.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation.Shape;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spec control 1, 3}. */
class ControlCodecTest {

    static Stream<Arguments> requests() {
        return Stream.of(
                arguments(ControlOperation.VERSION, new ConnectionRequest.Version("unified-v2")),
                arguments(ControlOperation.SESSION_ATTACH, new SessionRequest.Attach("main", "mother", "system", null)),
                arguments(ControlOperation.NODE_INVITE_CREATE, new NodeRequest.InviteCreate(600_000)),
                arguments(
                        ControlOperation.NODE_JOIN,
                        new NodeRequest.Join(new Secret("inv-1"), "edge", "ws://h:1/v2/fs", 5, List.of("fs-token-1"))),
                arguments(
                        ControlOperation.NODE_SERVICE_UPSERT,
                        new NodeRequest.ServiceUpsert(
                                "node-1",
                                new Secret("s"),
                                new NodeRequest.PlatformChange("linux", null, null),
                                Map.of("site", ""),
                                List.of(new NodeService(
                                        "cam0",
                                        "camera",
                                        "2",
                                        "online",
                                        List.of("/cam0"),
                                        Json.object().put("zoom", 3))))),
                arguments(ControlOperation.AUTH_ROTATE, new AuthRequest.Rotate(Principal.Role.USER)),
                arguments(ControlOperation.AUDIT_TAIL, new OperatorRequest.AuditTail(500, "ann")),
                arguments(ControlOperation.PROJECT_CREATE, new ProjectRequest.Create("Lab", null, "")),
                arguments(
                        ControlOperation.PROJECT_UP,
                        new ProjectRequest.Up(
                                null,
                                "Lab",
                                null,
                                null,
                                null,
                                false,
                                List.of(new ProjectRequest.DesiredMount("/src", "node-2", "work")))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestArrivesAsItWasSent(ControlOperation operation, ControlRequest request) {
        assertThat(decode(ControlCodec.encode("a", operation, request)).request())
                .isEqualTo(new Decoded.Ok<>(request));
    }

    @ParameterizedTest
    @EnumSource(ControlOperation.class)
    void everyOperationIsKnownByTheTypeOfItsRequest(ControlOperation operation) {
        ControlFrame.Request frame = decode(ControlCodec.encode("7", operation.type(), Json.object()));
        assertThat(frame.operation()).isEqualTo(operation);
        assertThat(frame.id()).isEqualTo("7");
    }

    static Stream<Arguments> invalid() {
        // operation, payload, code (spec control 3.2, 3.6, 3.7)
        return Stream.of(
                arguments("version", "{}", ErrorCode.PROTOCOL_MISMATCH),
                arguments("version", "{\"protocol\":\"v1\"}", ErrorCode.PROTOCOL_MISMATCH),
                arguments("session_attach", "{\"agent_id\":\"a\"}", ErrorCode.MISSING_FIELD),
                arguments("session_attach", "{\"session_key\":5,\"agent_id\":\"a\"}", ErrorCode.MISSING_FIELD),
                arguments("session_attach", "{\"session_key\":\"a b\",\"agent_id\":\"a\"}", ErrorCode.INVALID_PAYLOAD),
                arguments("node_invite_create", "{\"expires_in_ms\":-1}", ErrorCode.INVALID_PAYLOAD),
                arguments("node_invite_create", "{\"expires_in_ms\":1.5}", ErrorCode.INVALID_PAYLOAD),
                arguments("node_invite_create", "{\"expires_in_ms\":9223372036854775808}", ErrorCode.INVALID_PAYLOAD),
                arguments("node_invite_create", "null", ErrorCode.INVALID_PAYLOAD),
                arguments("node_join", "{}", ErrorCode.MISSING_FIELD),
                arguments(
                        "node_join",
                        "{\"invite_token\":\"x\",\"fs_url\":\"http://h/v2/fs\"}",
                        ErrorCode.INVALID_PAYLOAD),
                arguments("node_join", "{\"invite_token\":\"x\",\"node_name\":\"\"}", ErrorCode.INVALID_PAYLOAD),
                arguments(
                        "node_lease_refresh",
                        "{\"node_id\":\"n\",\"node_secret\":\"s\",\"fs_url\":\"\"}",
                        ErrorCode.INVALID_PAYLOAD),
                arguments("auth_rotate", "{\"role\":7}", ErrorCode.MISSING_FIELD),
                arguments("auth_rotate", "{\"role\":\"root\"}", ErrorCode.INVALID_PAYLOAD),
                arguments("audit_tail", "{\"limit\":-1}", ErrorCode.INVALID_PAYLOAD),
                arguments("audit_tail", "{\"agent_id\":\"\"}", ErrorCode.INVALID_PAYLOAD),
                arguments("reconcile_status", "{\"project_id\":\"a b\"}", ErrorCode.INVALID_PAYLOAD),
                arguments("project_create", "{\"name\":\"\"}", ErrorCode.MISSING_FIELD),
                arguments("project_create", "{\"name\":\"a\\u0001\"}", ErrorCode.INVALID_PAYLOAD),
                arguments(
                        "project_mount_remove",
                        "{\"project_id\":\"p\",\"project_token\":\"t\",\"mount_path\":\"/a\",\"node_id\":\"n\"}",
                        ErrorCode.MISSING_FIELD),
                arguments("project_up", "{\"name\":\"a\",\"activate\":1}", ErrorCode.INVALID_PAYLOAD),
                arguments("project_up", "{\"name\":\"a\",\"desired_mounts\":null}", ErrorCode.INVALID_PAYLOAD),
                arguments("project_up", "{\"name\":\"a\",\"desired_mounts\":[1]}", ErrorCode.INVALID_PAYLOAD),
                arguments(
                        "project_up",
                        "{\"name\":\"a\",\"desired_mounts\":[{\"mount_path\":\"/a\",\"node_id\":\"n\"}]}",
                        ErrorCode.MISSING_FIELD));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void aWrongPayloadHasTheCodeOfThePage(String operation, String payload, ErrorCode code) {
        var decoded = decode("{\"channel\":\"control\",\"type\":\"control.%s\",\"id\":\"x\",\"payload\":%s}"
                        .formatted(operation, payload))
                .request();
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            var error = (ControlError) rejected.error();
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.id()).isEqualTo("x");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'services':{}}",
                "{'services':null}",
                "{'services':[7]}",
                "{'labels':[]}",
                "{'labels':{'a b':'x'}}",
                "{'labels':{'a':7}}",
                "{'platform':'linux'}",
                "{'platform':{'os':''}}",
                "{'services':[{'kind':'k','state':'s','endpoints':['/e']}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'','endpoints':['/e']}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'s'}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'s','endpoints':[]}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'s','endpoints':['e']}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'s','endpoints':['/e',7]}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'s','endpoints':['/e'],'version':''}]}",
                "{'services':[{'service_id':'a','kind':'k','state':'s','endpoints':['/e'],'capabilities':[]}]}"
            })
    void whatIsWrongWithAServiceIsNeverAMissingField(String part) {
        String payload =
                part.replaceFirst("\\{", "{'node_id':'n','node_secret':'s',").replace('\'', '"');
        aWrongPayloadHasTheCodeOfThePage("node_service_upsert", payload, ErrorCode.INVALID_PAYLOAD);
    }

    @Test
    void anyPayloadPassesWhereItIsIgnored() {
        assertThat(decode("{\"channel\":\"control\",\"type\":\"control.ping\",\"payload\":[1]}")
                        .request())
                .isEqualTo(new Decoded.Ok<>(new ConnectionRequest.Ping()));
    }

    static Stream<Arguments> envelopes() {
        // frame, id of the answer, code (spec control 1.1, 1.4, 11 row 14)
        return Stream.of(
                arguments("{", null, ErrorCode.INVALID_ENVELOPE),
                arguments("", null, ErrorCode.INVALID_ENVELOPE),
                arguments("[]", null, ErrorCode.INVALID_ENVELOPE),
                arguments("{\"id\":\"m1\",\"type\":\"chat.send\",\"content\":\"x\"}", "m1", ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.nothing\",\"id\":\"a\"}",
                        "a",
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.ping\",\"id\":7}",
                        null,
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.ping\",\"id\":null}",
                        null,
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"acheron.t_read\",\"id\":\"a\"}",
                        "a",
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"other\",\"type\":\"control.ping\",\"id\":\"a\"}",
                        "a",
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.ping\",\"payload\":{\"a\":1,\"a\":2}}",
                        null,
                        ErrorCode.INVALID_ENVELOPE),
                arguments("{\"id\":\"a\",\"channel\":\"control\",", "a", ErrorCode.INVALID_ENVELOPE),
                arguments("{\"id\":\"a\"} x", "a", ErrorCode.INVALID_ENVELOPE),
                arguments("{\"id\":\"a\",\"id\":\"b\"}", null, ErrorCode.INVALID_ENVELOPE),
                arguments("{\"id\":\"\\ud800\"}", null, ErrorCode.INVALID_ENVELOPE),
                arguments("{\"x\":{\"id\":\"inner\"},\"id\":\"a\"}", "a", ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.ping\",\"payload\":{\"a\":1,\"a\":2},\"id\":\"a\"}",
                        "a",
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"payload\":" + "[".repeat(20_000) + "]".repeat(20_000) + ",\"id\":\"a\"}",
                        "a",
                        ErrorCode.INVALID_ENVELOPE),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.pong\",\"id\":\"a\"}",
                        "a",
                        ErrorCode.UNSUPPORTED));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void aWrongEnvelopeIsAnsweredWithItsIdWhereThatCanBeRead(String frame, @Nullable String id, ErrorCode code) {
        assertThat(ControlCodec.decodeRequest(frame)).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            var error = (ControlError) rejected.error();
            assertThat(error.id()).isEqualTo(id);
            assertThat(error.code()).isEqualTo(code);
        });
    }

    @Test
    void errorsHaveTwoShapes() {
        assertThat(ControlCodec.encode(ControlError.plain("m7", ErrorCode.NOT_FOUND, "no")))
                .isEqualTo("{\"channel\":\"control\",\"type\":\"control.error\",\"id\":\"m7\",\"ok\":false,"
                        + "\"error\":{\"code\":\"not_found\",\"message\":\"no\"}}");
        assertThat(ControlCodec.encode(
                        new ControlError(null, ErrorCode.MOUNT_CONFLICT, "MountConflict", Shape.B, null)))
                .isEqualTo(
                        "{\"channel\":\"control\",\"type\":\"control.error\",\"ok\":false,"
                                + "\"error\":{\"code\":\"mount_conflict\",\"message\":\"MountConflict\",\"correlation_id\":null}}");
    }

    @Test
    void aNullThatThePageShowsIsWrittenAndATokenOnlyWhereItBelongs() {
        var project = new ProjectReply.Project("proj-1", "Lab", "", "active", "normal", false, 1, 2, null, List.of());
        assertThat(Json.write(project)).doesNotContain("project_token");
        var mount = new WorkspaceStatus.Mount("/src", "node-2", "work", null, null, null, false);
        assertThat(Json.write(mount))
                .isEqualTo("{\"mount_path\":\"/src\",\"node_id\":\"node-2\",\"export_name\":\"work\","
                        + "\"node_name\":null,\"fs_url\":null,\"fs_auth_token\":null,\"online\":false}");
        assertThat(mount.toString() + new Secret("s3")).doesNotContain("s3");
    }

    @Test
    void theRefusalBeforeNegotiationIsUnderstood() {
        assertThat(ControlCodec.decodeFromServer("{\"type\":\"error\",\"request\":\"unknown\","
                        + "\"code\":\"provider_auth_failed\",\"message\":\"forbidden\",\"timestamp\":1}"))
                .isEqualTo(
                        new Decoded.Ok<>(new ControlFrame.Failed(null, ErrorCode.PROVIDER_AUTH_FAILED, "forbidden")));
    }

    private static ControlFrame.Request decode(String text) {
        return ControlCodec.decodeRequest(text).fold(request -> request, error -> {
            throw new AssertionError(error.toString());
        });
    }
}
