package io.spiderweb.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.guide.OperationGuide;
import io.spiderweb.wire.json.Json;
import org.junit.jupiter.api.Test;

class RequestTest {

    private static final Secret OPERATOR = new Secret("op");

    @Test
    void theOperatorTokenGoesToGatedOperationsThatDoNotNameOne() throws Exception {
        assertThat(payload(ControlOperation.PROJECT_CREATE, "{\"name\":\"a\"}"))
                .isEqualTo("{\"name\":\"a\",\"operator_token\":\"op\"}");
        assertThat(payload(ControlOperation.PROJECT_CREATE, "{\"operator_token\":\"x\"}"))
                .isEqualTo("{\"operator_token\":\"x\"}");
        assertThat(payload(ControlOperation.PROJECT_LIST, "{}")).isEqualTo("{}");
    }

    @Test
    void theFourteenOperationsOfThePageAreGatedAndBackups() {
        assertThat(OperationGuide.all().stream()
                        .filter(guide -> guide.operation().scope() != ControlOperation.Scope.NONE)
                        .map(OperationGuide::name))
                .containsExactlyInAnyOrder(
                        "node_invite_create",
                        "node_join_pending_list",
                        "node_join_approve",
                        "node_join_deny",
                        "node_delete",
                        "project_create",
                        "project_update",
                        "project_delete",
                        "project_activate",
                        "project_up",
                        "project_mount_set",
                        "project_mount_remove",
                        "project_token_rotate",
                        "project_token_revoke",
                        "backup_create",
                        "backup_read");
    }

    private static String payload(ControlOperation operation, String payload) throws Exception {
        return Request.of(operation, Json.parse(payload), OPERATOR).payload().toString();
    }
}
