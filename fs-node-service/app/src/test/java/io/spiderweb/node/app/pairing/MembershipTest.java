package io.spiderweb.node.app.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.node.app.pairing.NodeState.Identity;
import io.spiderweb.transport.Backoff;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {

    private static final Identity IDENTITY = new Identity("node-7", ControlPlaneDouble.NODE_SECRET);

    @TempDir
    private Path directory;

    private ControlPlaneDouble server;
    private ControlPlane controlPlane;
    private StateFile file;
    private final CompletableFuture<Identity> joined = new CompletableFuture<>();
    private final CompletableFuture<String> rejected = new CompletableFuture<>();

    @BeforeEach
    void open() {
        server = new ControlPlaneDouble();
        controlPlane = new ControlPlane(server.url(), null, null);
        file = StateFile.open(directory.resolve("state.json"));
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        controlPlane.close();
        server.close();
    }

    @Test
    void anInviteIsTheCredentialForJoiningAndTheSecretForStaying() throws Exception {
        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
            await().until(() -> server.calls().size() >= 3);
        }

        assertThat(server.calls().getFirst())
                .startsWith("control.node_join Bearer invite-1 ")
                .contains(
                        "\"invite_token\":\"invite-1\"",
                        "\"node_name\":\"edge-1\"",
                        "\"fs_url\":\"ws://h:1/v2/fs\"",
                        "\"lease_ttl_ms\":900000",
                        "fs-token-1");
        assertThat(server.calls().get(1))
                .startsWith("control.node_lease_refresh Bearer secret-7 ")
                .contains("\"node_id\":\"node-7\"");
        assertThat(file.load().identity()).isEqualTo(IDENTITY);
    }

    @Test
    void whoHasJoinedOnceDoesNotJoinAgain() throws Exception {
        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            joined.get(10, TimeUnit.SECONDS);
            await().until(() -> server.calls().size() >= 2);
        }
        int before = server.calls().size();
        CompletableFuture<Identity> again = new CompletableFuture<>();

        try (var membership = start(null, again)) {
            assertThat(membership).isNotNull();
            assertThat(again.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
            await().until(() -> server.calls().size() > before);
        }
        assertThat(server.calls().subList(before, server.calls().size()))
                .allMatch(call -> call.startsWith("control.node_lease_refresh"));
    }

    @Test
    void passingTroubleIsSatOut() throws Exception {
        server.fail(ErrorCode.CONTROL_PLANE_ERROR, ErrorCode.CONTROL_PLANE_ERROR);

        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
        }
        assertThat(rejected).isNotDone();
    }

    @Test
    void anInviteThatIsOfNoUseIsToldAndNotTriedAgain() throws Exception {
        server.fail(ErrorCode.INVITE_EXPIRED);

        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            assertThat(rejected.get(10, TimeUnit.SECONDS)).contains("expired", "new one");
        }
        assertThat(server.calls()).hasSize(1);
        assertThat(joined).isNotDone();
        assertThat(directory.resolve("state.json")).doesNotExist();
    }

    @Test
    void aNodeThatIsNotKnownAnyMoreKeepsTrying() throws Exception {
        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            joined.get(10, TimeUnit.SECONDS);
            server.fail(ErrorCode.NODE_NOT_FOUND, ErrorCode.NODE_NOT_FOUND);
            int before = server.calls().size();
            await().until(() -> server.calls().size() >= before + 4);
        }
        assertThat(file.load().identity()).isEqualTo(IDENTITY);
    }

    @Test
    void anOldControlPlaneGetsTheRoleTokenItWants() throws Exception {
        server.acceptOnly("admin-1");
        controlPlane.close();
        controlPlane = new ControlPlane(server.url(), new Secret("admin-1"), null);

        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
        }
        assertThat(server.calls().getFirst()).startsWith("control.node_join Bearer admin-1 ");
    }

    @Test
    void whoAskedWaitsForApprovalWithoutACredentialAndShowsThatTheRequestIsItsOwn() throws Exception {
        server.fail(ErrorCode.CONTROL_PLANE_ERROR);
        server.undecided(true);
        try (var membership = ask()) {
            assertThat(membership).isNotNull();
            await().until(() -> server.calls().size() >= 4);
            assertThat(joined).isNotDone();
            server.undecided(false);
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
        }
        assertThat(server.calls().get(1))
                .startsWith("control.node_join_request null ")
                .contains("\"node_name\":\"edge-1\"", "\"os\":\"linux\"", "\"runtime_kind\":\"native\"", "fs-token-1");
        assertThat(server.calls())
                .filteredOn(call -> call.contains("node_join_collect"))
                .allSatisfy(call -> assertThat(call)
                        .startsWith("control.node_join_collect null ")
                        .contains("\"request_id\":\"pending-join-2\"", "\"request_nonce\":\"join-nonce\""));
        assertThat(file.load().requestId()).isNull();
    }

    @Test
    void aNodeThatIsStartedAgainGoesOnWaitingForTheSameRequest() throws Exception {
        server.undecided(true);
        try (var membership = ask()) {
            assertThat(membership).isNotNull();
            await().until(() -> server.calls().size() >= 3);
        }
        server.undecided(false);
        try (var membership = ask()) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
        }
        assertThat(server.calls())
                .filteredOn(call -> call.contains("node_join_request"))
                .hasSize(1);
    }

    @Test
    void aRequestThatIsNotKnownAnyMoreIsFiledAnew() throws Exception {
        file.save(waitingFor("pending-join-old"));
        server.fail(ErrorCode.PENDING_JOIN_NOT_FOUND);
        try (var membership = ask()) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
        }
        assertThat(server.calls().get(0)).contains("node_join_collect", "pending-join-old");
        assertThat(server.calls().get(1)).contains("node_join_request");
        assertThat(server.calls().get(2)).contains("node_join_collect", "pending-join-2");
    }

    @Test
    void aDenialIsToldAndNotTriedAgain() throws Exception {
        file.save(waitingFor("pending-join-9"));
        server.fail(ErrorCode.JOIN_DENIED);
        try (var membership = ask()) {
            assertThat(membership).isNotNull();
            assertThat(rejected.get(10, TimeUnit.SECONDS)).contains("denied", "pending-join-9", "ask again");
        }
        assertThat(server.calls()).hasSize(1);
    }

    @Test
    void withAnOldControlPlaneANodeApprovesItselfWithTheRoleTokenItWants() throws Exception {
        server.acceptOnly("admin-1");
        server.tellNoNonce();
        controlPlane.close();
        controlPlane = new ControlPlane(server.url(), new Secret("admin-1"), null);

        try (var membership = ask()) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).isEqualTo(IDENTITY);
        }
        assertThat(server.calls().get(1))
                .startsWith("control.node_join_approve Bearer admin-1 ")
                .contains("\"request_id\":\"pending-join-1\"");
    }

    @Test
    void noSecretIsWrittenToALog() throws Exception {
        try (var membership = start("invite-1")) {
            assertThat(membership).isNotNull();
            assertThat(joined.get(10, TimeUnit.SECONDS)).hasToString("Identity[nodeId=node-7, nodeSecret=[redacted]]");
        }
        assertThat(file.load().toString()).doesNotContain("secret-7");
        assertThat(Files.readString(directory.resolve("state.json"))).contains("secret-7");
    }

    private Membership start(String invite) {
        return start(new JoinByInvite(new Secret(invite), "edge-1", "ws://h:1/v2/fs", 900_000), joined);
    }

    private Membership ask() {
        return start(new JoinByRequest("edge-1", "ws://h:1/v2/fs", 900_000), joined);
    }

    private static NodeState waitingFor(String request) {
        return NodeState.waiting(new NodeReply.JoinRequested(
                request, "edge-1", "", NodeReply.Platform.UNKNOWN, 1, new Secret("join-nonce")));
    }

    private Membership start(@Nullable Joining joining, CompletableFuture<Identity> whenJoined) {
        Membership.Settings settings = new Membership.Settings(
                joining,
                "ws://h:1/v2/fs",
                900_000,
                Duration.ofMillis(20),
                new Backoff(Duration.ofMillis(5), Duration.ofMillis(20)));
        return Membership.start(file, controlPlane, settings, new Membership.Listener() {
            @Override
            public void joined(Identity identity) {
                whenJoined.complete(identity);
            }

            @Override
            public void rejected(String message) {
                rejected.complete(message);
            }
        });
    }
}
