package io.spiderweb.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.wire.control.ControlOperation;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every operation that is served, with its success and its main errors ({@code spec control 3.4} to 3.8). */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class OperationsTest {

    private static final String OK = "ok";

    /** @param outcome {@code ok}, or the error code */
    record Row(ControlOperation operation, String payload, String outcome) {}

    private static final List<Row> TABLE = List.of(
            row(ControlOperation.VERSION, "{'protocol':'unified-v2'}", OK),
            row(ControlOperation.CONNECT, "{}", OK),
            row(ControlOperation.CONNECT, "7", OK),
            row(ControlOperation.PING, "null", OK),
            row(ControlOperation.DEBUG_SUBSCRIBE, "{}", OK),
            row(ControlOperation.DEBUG_UNSUBSCRIBE, "{}", OK),
            row(ControlOperation.SESSION_LIST, "[]", OK),
            row(ControlOperation.SESSION_STATUS, "{}", OK),
            row(ControlOperation.SESSION_STATUS, "{'session_key':'none'}", "not_found"),
            row(ControlOperation.SESSION_STATUS, "7", "invalid_payload"),
            row(ControlOperation.SESSION_ATTACH, "{'session_key':'w'}", "missing_field"),
            row(ControlOperation.SESSION_ATTACH, "{'session_key':'a b','agent_id':'ann'}", "invalid_payload"),
            row(
                    ControlOperation.SESSION_ATTACH,
                    "{'session_key':'w','agent_id':'ann','project_id':'none'}",
                    "project_not_found"),
            row(
                    ControlOperation.SESSION_ATTACH,
                    "{'session_key':'w','agent_id':'ann','project_id':'system'}",
                    "project_assignment_forbidden"),
            row(
                    ControlOperation.SESSION_ATTACH,
                    "{'session_key':'w','agent_id':'ann','project_id':'<project>'}",
                    "missing_field"),
            row(
                    ControlOperation.SESSION_ATTACH,
                    "{'session_key':'w','agent_id':'ann','project_id':'<project>','project_token':'<token>'}",
                    OK),
            row(ControlOperation.SESSION_RESUME, "{'session_key':'main'}", OK),
            row(ControlOperation.SESSION_RESUME, "{'session_key':'none'}", "not_found"),
            row(ControlOperation.SESSION_CLOSE, "{'session_key':'main'}", "forbidden"),
            row(ControlOperation.SESSION_CLOSE, "{'session_key':'w'}", OK),
            row(ControlOperation.SESSION_CLOSE, "{'session_key':'w'}", "not_found"),
            row(ControlOperation.METRICS, "7", OK),
            row(ControlOperation.AUTH_STATUS, "7", OK),
            row(ControlOperation.AUTH_ROTATE, "{'role':'root'}", "invalid_payload"),
            row(ControlOperation.RECONCILE_STATUS, "{'project_id':'a b'}", "invalid_payload"),
            row(ControlOperation.BACKUP_CREATE, "{}", OK),
            row(ControlOperation.BACKUP_READ, "{}", "missing_field"),
            row(ControlOperation.BACKUP_READ, "{'backup_id':'none'}", "not_found"),
            row(ControlOperation.AUDIT_TAIL, "{'limit':3}", OK),
            row(ControlOperation.AUDIT_TAIL, "{'agent_id':''}", "invalid_payload"),
            row(ControlOperation.AUDIT_TAIL, "{'limit':-1}", "invalid_payload"),
            row(ControlOperation.AGENT_LIST, "{}", "unsupported"),
            row(ControlOperation.AGENT_GET, "{'agent_id':'ann'}", "unsupported"),
            row(ControlOperation.SESSION_HISTORY, "{}", "unsupported"),
            row(ControlOperation.SESSION_RESTORE, "{}", "unsupported"),
            row(ControlOperation.NODE_INVITE_CREATE, "{'expires_in_ms':9223372036854775807}", OK),
            row(ControlOperation.NODE_INVITE_CREATE, "{'expires_in_ms':-1}", "invalid_payload"),
            row(ControlOperation.NODE_INVITE_CREATE, "null", "invalid_payload"),
            row(ControlOperation.NODE_JOIN, "{}", "missing_field"),
            row(ControlOperation.NODE_JOIN, "{'invite_token':'inv-x'}", "invite_not_found"),
            row(ControlOperation.NODE_JOIN, "{'invite_token':'<invite>','fs_url':'http://h/'}", "invalid_payload"),
            row(ControlOperation.NODE_JOIN, "{'invite_token':'<invite>','lease_ttl_ms':9223372036854775807}", OK),
            row(ControlOperation.NODE_JOIN, "{'invite_token':'<invite>'}", "invite_redeemed"),
            row(ControlOperation.NODE_JOIN_REQUEST, "{}", OK),
            row(ControlOperation.NODE_JOIN_REQUEST, "{'platform':{'os':''}}", "invalid_payload"),
            row(ControlOperation.NODE_JOIN_REQUEST, "{'platform':'linux'}", "invalid_payload"),
            row(ControlOperation.NODE_JOIN_REQUEST, "{'fs_url':'http://h/'}", "invalid_payload"),
            row(ControlOperation.NODE_JOIN_PENDING_LIST, "{}", OK),
            row(ControlOperation.NODE_JOIN_PENDING_LIST, "null", "invalid_payload"),
            row(ControlOperation.NODE_JOIN_APPROVE, "{}", "missing_field"),
            row(ControlOperation.NODE_JOIN_APPROVE, "{'request_id':'none'}", "pending_join_not_found"),
            row(ControlOperation.NODE_JOIN_APPROVE, "{'request_id':'<asked>'}", OK),
            row(ControlOperation.NODE_JOIN_DENY, "{'request_id':'<asked>'}", "pending_join_not_found"),
            row(
                    ControlOperation.NODE_JOIN_COLLECT,
                    "{'request_id':'<asked>','request_nonce':'x'}",
                    "pending_join_not_found"),
            row(ControlOperation.NODE_JOIN_COLLECT, "{'request_id':'<asked>','request_nonce':'<nonce>'}", OK),
            row(ControlOperation.NODE_LEASE_REFRESH, "{'node_id':'<node>','node_secret':'<secret>'}", OK),
            row(ControlOperation.NODE_LEASE_REFRESH, "{'node_id':'<node>'}", "missing_field"),
            row(ControlOperation.NODE_LEASE_REFRESH, "{'node_id':'<node>','node_secret':'x'}", "node_auth_failed"),
            row(ControlOperation.NODE_LEASE_REFRESH, "{'node_id':'none','node_secret':'x'}", "node_not_found"),
            row(ControlOperation.NODE_SERVICE_UPSERT, "{'node_id':'<node>','node_secret':'<secret>'}", OK),
            row(ControlOperation.NODE_SERVICE_UPSERT, "{'node_id':'<node>'}", "missing_field"),
            row(
                    ControlOperation.NODE_SERVICE_UPSERT,
                    "{'node_id':'<node>','node_secret':'<secret>','labels':7}",
                    "invalid_payload"),
            row(ControlOperation.NODE_SERVICE_UPSERT, "{'node_id':'<node>','node_secret':'x'}", "node_auth_failed"),
            row(ControlOperation.NODE_SERVICE_UPSERT, "{'node_id':'none','node_secret':'x'}", "node_not_found"),
            row(ControlOperation.NODE_SERVICE_GET, "{'node_id':'<node>'}", OK),
            row(ControlOperation.NODE_SERVICE_GET, "{}", "missing_field"),
            row(ControlOperation.NODE_SERVICE_GET, "{'node_id':'none'}", "node_not_found"),
            row(ControlOperation.NODE_LIST, "{}", OK),
            row(ControlOperation.NODE_GET, "{'node_id':'<node>'}", OK),
            row(ControlOperation.NODE_GET, "{'node_id':'none'}", "node_not_found"),
            row(ControlOperation.NODE_GET, "{}", "missing_field"),
            row(ControlOperation.NODE_DELETE, "{'node_id':'none','node_secret':'x'}", "node_not_found"),
            row(ControlOperation.NODE_DELETE, "{'node_id':'<node>','node_secret':'x'}", "node_auth_failed"),
            row(ControlOperation.NODE_DELETE, "{'node_id':'<spare>','node_secret':'<spare-secret>'}", OK),
            row(ControlOperation.PROJECT_CREATE, "{'name':'a','vision':'','status':'paused'}", OK),
            row(ControlOperation.PROJECT_CREATE, "{}", "missing_field"),
            row(ControlOperation.PROJECT_CREATE, "{'name':'a\\nb'}", "invalid_payload"),
            row(
                    ControlOperation.PROJECT_UPDATE,
                    "{'project_id':'<project>','project_token':'<token>','status':'paused'}",
                    OK),
            row(ControlOperation.PROJECT_UPDATE, "{'project_id':'<project>'}", "missing_field"),
            row(
                    ControlOperation.PROJECT_UPDATE,
                    "{'project_id':'<project>','project_token':'<token>','name':''}",
                    "invalid_payload"),
            row(ControlOperation.PROJECT_DELETE, "{'project_id':'system','project_token':'x'}", "project_protected"),
            row(
                    ControlOperation.PROJECT_DELETE,
                    "{'project_id':'<project>','project_token':'x'}",
                    "project_auth_failed"),
            row(
                    ControlOperation.PROJECT_TOKEN_ROTATE,
                    "{'project_id':'system','project_token':'x'}",
                    "project_protected"),
            row(
                    ControlOperation.PROJECT_TOKEN_ROTATE,
                    "{'project_id':'<project>','project_token':'x'}",
                    "project_auth_failed"),
            row(
                    ControlOperation.PROJECT_TOKEN_REVOKE,
                    "{'project_id':'none','project_token':'x'}",
                    "project_not_found"),
            row(ControlOperation.PROJECT_LIST, "{}", OK),
            row(ControlOperation.PROJECT_GET, "{'project_id':'<project>'}", OK),
            row(ControlOperation.PROJECT_GET, "{'project_id':'none'}", "project_not_found"),
            row(ControlOperation.PROJECT_MOUNT_LIST, "{'project_id':'system'}", OK),
            row(ControlOperation.PROJECT_MOUNT_LIST, "{'project_id':'none'}", "project_not_found"),
            row(ControlOperation.PROJECT_MOUNT_SET, mount("/src", "<node>", "<token>"), OK),
            row(ControlOperation.PROJECT_MOUNT_SET, mount("/src/sub", "<node>", "<token>"), "mount_conflict"),
            row(ControlOperation.PROJECT_MOUNT_SET, mount("/a/../b", "<node>", "<token>"), "invalid_payload"),
            row(ControlOperation.PROJECT_MOUNT_SET, mount("  ", "<node>", "<token>"), "invalid_payload"),
            row(ControlOperation.PROJECT_MOUNT_SET, mount("/src", "none", "<token>"), "node_not_found"),
            row(ControlOperation.PROJECT_MOUNT_SET, mount("/src", "<node>", "x"), "project_auth_failed"),
            row(
                    ControlOperation.PROJECT_MOUNT_REMOVE,
                    "{'project_id':'<project>','project_token':'<token>','mount_path':'/src','node_id':'<node>'}",
                    "missing_field"),
            row(
                    ControlOperation.PROJECT_MOUNT_REMOVE,
                    "{'project_id':'<project>','project_token':'<token>','mount_path':'/none'}",
                    "mount_not_found"),
            row(
                    ControlOperation.PROJECT_MOUNT_REMOVE,
                    "{'project_id':'<project>','project_token':'<token>','mount_path':'src/'}",
                    OK),
            row(ControlOperation.PROJECT_ACTIVATE, "{'project_id':'<project>'}", OK),
            row(
                    ControlOperation.PROJECT_ACTIVATE,
                    "{'project_id':'<project>','project_token':'x'}",
                    "project_auth_failed"),
            row(ControlOperation.PROJECT_ACTIVATE, "{'project_id':'none'}", "project_not_found"),
            row(ControlOperation.PROJECT_UP, "{'name':'up'}", OK),
            row(ControlOperation.PROJECT_UP, "{'name':'up'}", "missing_field"),
            row(ControlOperation.PROJECT_UP, "{'project_id':'none'}", "project_not_found"),
            row(ControlOperation.PROJECT_UP, "{'name':'System'}", "project_protected"),
            row(ControlOperation.PROJECT_UP, "{'project_id':'system'}", OK),
            row(
                    ControlOperation.PROJECT_UP,
                    "{'project_id':'<project>','project_token':'<token>','desired_mounts':null}",
                    "invalid_payload"),
            row(ControlOperation.WORKSPACE_STATUS, "{}", OK),
            row(ControlOperation.WORKSPACE_STATUS, "{'project_id':'<project>'}", OK),
            row(ControlOperation.WORKSPACE_STATUS, "{'project_id':'a b'}", "invalid_payload"),
            row(ControlOperation.WORKSPACE_STATUS, "{'project_id':'none'}", "project_not_found"),
            row(
                    ControlOperation.WORKSPACE_STATUS,
                    "{'project_id':'<project>','project_token':'x'}",
                    "project_auth_failed"),
            row(ControlOperation.INTERNAL_VERIFY_BEARER, "{'token':'x'}", "forbidden"),
            row(ControlOperation.INTERNAL_WORKSPACE, "{'agent_id':'ann'}", "forbidden"));

    private static final List<Row> FOR_SERVICES = List.of(
            row(ControlOperation.INTERNAL_VERIFY_BEARER, "{'token':'<secret>'}", OK),
            row(ControlOperation.INTERNAL_VERIFY_BEARER, "{'token':'x'}", "forbidden"),
            row(ControlOperation.INTERNAL_VERIFY_BEARER, "{}", "missing_field"),
            row(ControlOperation.INTERNAL_WORKSPACE, "{'agent_id':'ann','project_id':'<project>'}", OK),
            row(ControlOperation.INTERNAL_WORKSPACE, "{'agent_id':'nobody'}", OK),
            row(ControlOperation.INTERNAL_WORKSPACE, "{'agent_id':'ann','project_id':'none'}", "project_not_found"));

    @Inject
    Installation installation;

    @Test
    void everyOperationAnswersAsItsTableRowSays() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient service = TestClient.open(installation.service())) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"table\"}");
            JsonNode node = installation.join(admin, "");
            JsonNode spare = installation.join(admin, "");
            JsonNode asked = admin.ok("node_join_request", "{}");
            JsonNode invite = admin.ok("node_invite_create", "{}");
            Map<String, String> values = Map.of(
                    "<project>", project.path("project_id").asText(),
                    "<token>", project.path("project_token").asText(),
                    "<node>", node.path("node_id").asText(),
                    "<secret>", node.path("node_secret").asText(),
                    "<spare>", spare.path("node_id").asText(),
                    "<spare-secret>", spare.path("node_secret").asText(),
                    "<asked>", asked.path("request_id").asText(),
                    "<nonce>", asked.path("request_nonce").asText(),
                    "<invite>", invite.path("invite_token").asText());
            for (Row row : TABLE) {
                check(admin, row, values);
            }
            for (Row row : FOR_SERVICES) {
                check(service, row, values);
            }
        }
    }

    @Test
    void theTableNamesEveryOperation() {
        Set<ControlOperation> missing = EnumSet.allOf(ControlOperation.class);
        TABLE.stream().map(Row::operation).forEach(missing::remove);
        assertThat(missing).isEmpty();
    }

    private static void check(TestClient client, Row row, Map<String, String> values) throws Exception {
        String payload = row.payload();
        for (Map.Entry<String, String> value : values.entrySet()) {
            payload = payload.replace(value.getKey(), value.getValue());
        }
        JsonNode answer = client.ask(row.operation().type(), payload);
        String outcome = answer.has("error") ? answer.path("error").path("code").asText() : OK;
        assertThat(outcome)
                .as("%s %s: %s", row.operation().type(), payload, answer)
                .isEqualTo(row.outcome());
        if (answer.has("error")) {
            assertThat(answer.path("error").has("correlation_id"))
                    .as("the shape of errors of %s", row.operation().type())
                    .isEqualTo(row.operation().shape() == ControlOperation.Shape.B);
            assertThat(answer.path("error").path("message").asText()).isNotBlank();
        }
    }

    private static Row row(ControlOperation operation, String payload, String outcome) {
        return new Row(operation, payload.replace('\'', '"'), outcome);
    }

    private static String mount(String path, String node, String token) {
        return "{'project_id':'<project>','project_token':'" + token + "','node_id':'" + node
                + "','export_name':'work','mount_path':'" + path + "'}";
    }
}
