package io.spiderweb.control.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spiderweb.control.Caller;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.OperatorReply.AuditRecord;
import io.spiderweb.wire.control.OperatorRequest;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.WorkspaceStatus;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spec control 3.8}. */
class AuditTest {

    private static final ControlReply DONE = new ControlReply.Empty();
    private static final Caller ADMIN = new Caller(Principal.ADMIN, "mother", true);
    private static final Caller USER = new Caller(Principal.USER, "ann", false);

    @TempDir
    Path directory;

    private Store store;
    private Audit audit;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void open() {
        store = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS);
        audit = new Audit(store.journal(), 1_000, registry);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aGatedOperationIsRecordedWhetherItWasDoneOrRefused() {
        long before = store.nowMs();
        audit.done(ADMIN, "10.0.0.1", request("project_delete", "{'project_id':'proj-7','project_token':'t'}"), DONE);
        audit.refused(USER, "10.0.0.2", request("project_update", "{}"), ErrorCode.MISSING_FIELD);

        List<AuditRecord> records = tail(50, null);
        assertThat(records.get(1))
                .isEqualTo(new AuditRecord(
                        1,
                        records.get(1).timestampMs(),
                        "mother",
                        "control.project_delete",
                        "project",
                        "c-1",
                        "ok",
                        null,
                        "role:admin",
                        "10.0.0.1",
                        "proj-7"));
        assertThat(records.get(0))
                .isEqualTo(new AuditRecord(
                        2,
                        records.get(0).timestampMs(),
                        "ann",
                        "control.project_update",
                        "project",
                        "c-1",
                        "error",
                        "missing_field",
                        "role:user",
                        "10.0.0.2",
                        null));
        assertThat(records)
                .allSatisfy(record -> assertThat(record.timestampMs()).isBetween(before, store.nowMs()));
    }

    @Test
    void whatTellsNothingOfSecurityIsNotRecorded() {
        audit.done(ADMIN, "a", request("ping", "{}"), DONE);
        audit.done(ADMIN, "a", request("node_lease_refresh", "{}"), DONE);
        audit.done(ADMIN, "a", request("project_list", "{}"), DONE);
        audit.refused(ADMIN, "a", request("project_create", "{}"), ErrorCode.CORRELATION_REQUIRED);
        audit.refused(ADMIN, "a", request("auth_rotate", "{}"), ErrorCode.MISSING_FIELD);
        audit.refused(ADMIN, "a", request("node_join_collect", "{}"), ErrorCode.JOIN_PENDING);
        audit.done(ADMIN, "a", request("workspace_status", "{}"), status(null));

        assertThat(tail(50, null)).isEmpty();
    }

    @Test
    void securityEventsAreRecordedWithoutAScope() {
        audit.refused(USER, "a", request("metrics", "{}"), ErrorCode.FORBIDDEN);
        audit.refused(USER, "a", request("node_delete", "{}"), ErrorCode.FORBIDDEN);
        audit.refused(USER, "a", request("session_attach", "{}"), ErrorCode.PROJECT_AUTH_FAILED);
        audit.done(ADMIN, "a", request("auth_rotate", "{'role':'user'}"), DONE);
        audit.refused(ADMIN, "a", request("node_lease_refresh", "{'node_id':'node-4'}"), ErrorCode.NODE_AUTH_FAILED);
        audit.loginRefused("10.0.0.9");

        assertThat(tail(50, null))
                .extracting(AuditRecord::controlType, AuditRecord::scope, AuditRecord::errorCode, AuditRecord::subject)
                .containsExactly(
                        tuple("control.connect", "none", "provider_auth_failed", null),
                        tuple("control.node_lease_refresh", "none", "node_auth_failed", "node-4"),
                        tuple("control.auth_rotate", "none", null, "user"),
                        tuple("control.session_attach", "none", "project_auth_failed", null),
                        tuple("control.node_delete", "none", "forbidden", null),
                        tuple("control.metrics", "none", "forbidden", null));
    }

    @Test
    void aTokenThatTheGatewayAsksAboutInVainIsARefusedLogin() {
        Caller service = new Caller(Principal.SERVICE, "mother", true);
        ControlFrame.Request question =
                frame("{'channel':'internal','type':'internal.verify_bearer','payload':{'token':'x'}}");
        audit.refused(service, "10.0.0.3", question, ErrorCode.FORBIDDEN);
        audit.refused(ADMIN, "10.0.0.4", question, ErrorCode.FORBIDDEN);

        assertThat(tail(50, null))
                .extracting(AuditRecord::controlType, AuditRecord::principal, AuditRecord::address)
                .containsExactly(
                        tuple("internal.verify_bearer", "role:admin", "10.0.0.4"),
                        tuple("control.connect", "role:anonymous", "10.0.0.3"));
    }

    @Test
    void whoPollsASecretIsRecordedOnceAnHour() {
        for (int i = 0; i < 100; i++) {
            audit.done(ADMIN, "a", request("workspace_status", "{'project_id':'proj-1'}"), status("swfs_x"));
        }
        audit.done(ADMIN, "a", request("workspace_status", "{'project_id':'proj-2'}"), status("swfs_x"));
        audit.done(ADMIN, "a", request("auth_status", "{}"), DONE);
        audit.done(ADMIN, "a", request("auth_status", "{}"), DONE);

        assertThat(tail(50, null))
                .extracting(AuditRecord::controlType)
                .containsExactly(
                        "control.auth_status",
                        "control.auth_status",
                        "control.workspace_status",
                        "control.workspace_status");
    }

    @Test
    void aFloodOfFailuresIsCutAndDoesNotHideWhatWasDone() {
        audit.done(ADMIN, "a", request("project_create", "{}"), DONE);
        for (int i = 0; i < 5_000; i++) {
            audit.refused(USER, "a", request("project_create", "{}"), ErrorCode.MISSING_FIELD);
        }

        assertThat(tail(500, null)).hasSize(61);
        assertThat(tail(500, "mother")).hasSize(1);
        assertThat(registry.get("spiderweb.audit.omitted").counter().count()).isEqualTo(4_940);
    }

    @Test
    @DisplayName(
            "control 11 row 18: the filter finds what was asked for, and records and their ids outlive the process")
    void recordsOutliveTheProcess() {
        audit.done(ADMIN, "a", request("project_create", "{}"), DONE);
        audit.done(USER, "a", request("project_create", "{}"), DONE);
        close();
        open();
        audit.done(ADMIN, "a", request("project_create", "{}"), DONE);

        assertThat(tail(50, null)).extracting(AuditRecord::id).containsExactly(3L, 2L, 1L);
        assertThat(tail(50, "ann")).extracting(AuditRecord::id).containsExactly(2L);
        assertThat(tail(1, "mother")).extracting(AuditRecord::id).containsExactly(3L);
        assertThat(tail(0, null)).isEmpty();
    }

    @Test
    void noRecordHasMoreThanNames() {
        String token = "proj-" + "0a".repeat(16);
        audit.refused(
                ADMIN,
                "a",
                request("project_get", "{'project_id':'" + token + "','project_token':'" + token + "'}"),
                ErrorCode.FORBIDDEN);
        audit.refused(ADMIN, "a", request("node_delete", "{'node_id':'a b','x':'hidden'}"), ErrorCode.INVALID_PAYLOAD);

        assertThat(tail(50, null).toString()).doesNotContain("0a0a", "a b", "hidden");
    }

    @Test
    void aLogThatKeepsNothingRefusesTheStart() {
        assertThatThrownBy(() -> new Audit(store.journal(), 0, registry))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("SPIDERWEB_AUDIT_RECORDS");
    }

    @Test
    void aRecordThatCannotBeStoredIsCountedAndItsOperationIsDone() {
        store.close();

        audit.done(ADMIN, "a", request("project_create", "{}"), DONE);

        assertThat(registry.get("spiderweb.audit.lost").counter().count()).isEqualTo(1);
    }

    @Test
    void anIdOfAnyLengthIsRecorded() {
        String id = "😀".repeat(60_000);
        audit.done(ADMIN, "a", frame("{'channel':'control','type':'control.project_create','id':'" + id + "'}"), DONE);

        assertThat(tail(1, null).getFirst().correlationId()).startsWith("😀").endsWith("…");
    }

    private List<AuditRecord> tail(int limit, @Nullable String agentId) {
        return audit.tail(new OperatorRequest.AuditTail(limit, agentId)).audit();
    }

    private static ControlFrame.Request request(String operation, String payload) {
        return frame("{'channel':'control','type':'control." + operation
                + "','id':'1','correlation_id':'c-1','payload':" + payload + "}");
    }

    private static ControlFrame.Request frame(String text) {
        return ControlCodec.decodeRequest(text.replace('\'', '"')).fold(request -> request, error -> {
            throw new AssertionError(error.toString());
        });
    }

    private static WorkspaceStatus status(@Nullable String token) {
        var mount = new WorkspaceStatus.Mount(
                "/src", "node-1", "work", "edge", null, token == null ? null : new Secret(token), true);
        return new WorkspaceStatus(
                "mother",
                "proj-1",
                "/",
                List.of(mount),
                List.of(),
                List.of(),
                WorkspaceStatus.Drift.of(List.of()),
                "idle",
                0,
                0,
                null,
                0);
    }
}
