package io.spiderweb.control.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.ClockAhead;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.Bearers;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.Tokens;
import io.spiderweb.control.pairing.NodeReaper;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.LostLeadershipException;
import io.spiderweb.control.state.Total;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Candidate;
import io.spiderweb.store.Fence;
import io.spiderweb.store.Leadership;
import io.spiderweb.store.Store;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class SilentNodesTest {

    private static final Duration GRACE = Duration.ofDays(7);
    private static final Duration LONGER_THAN_ANY_LEASE = Duration.ofHours(25);

    @Inject
    Installation installation;

    @Inject
    Store store;

    @Inject
    Database database;

    @Inject
    NodeCatalog catalog;

    @Inject
    KeyedHash hash;

    @Inject
    Audit audit;

    @Inject
    Bearers bearers;

    /** Time passes only where a test says so. */
    private long nanos;

    private ObservedTime observed;
    private NodeReaper reaper;

    @BeforeEach
    void prepare() {
        installation.forgetTargets();
        observed = new ObservedTime(database, () -> nanos);
        reaper = new NodeReaper(database, catalog, observed, hash, audit, GRACE);
    }

    @Test
    @DisplayName("control 11 row 11: a node is forgotten with its mounts only after the grace period")
    void aNodeThatStaysSilentIsForgottenWithItsMountsAfterTheGracePeriod() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            String project = mounting(admin, node);
            Fence fence = lead();
            fallSilent(node, fence);
            reaper.run(fence);

            nanos += GRACE.minusMinutes(1).toNanos();
            reaper.run(fence);
            assertThat(status(admin, project)
                            .path("drift")
                            .path("items")
                            .path(0)
                            .path("kind")
                            .asText())
                    .isEqualTo("node_offline");

            long reaped = database.total(Total.NODES_REAPED);
            long nodes = database.total(Total.NODES);
            admin.ok("debug_subscribe", "{}");
            nanos += Duration.ofHours(1).toNanos();
            reaper.run(fence);
            admin.awaitEvent("control.workspace_topology", "node_forgotten");
            assertThat(status(admin, project).path("desired_mounts")).isEmpty();
            assertThat(admin.ok("audit_tail", "{\"agent_id\":\"role:service\"}").toString())
                    .contains("lease_reap", node.path("node_id").asText());
            assertThat(admin.refused("node_lease_refresh", refresh(node))).isEqualTo("node_not_found");
            assertThat(bearers.of(new Secret(node.path("node_secret").asText())))
                    .isEmpty();
            long forgotten = database.total(Total.NODES_REAPED) - reaped;
            assertThat(forgotten).isPositive();
            assertThat(database.total(Total.NODES)).isEqualTo(nodes - forgotten);
        }
    }

    @Test
    void aClockThatIsSetForwardOrBackForgetsNobody() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            Fence fence = lead();
            for (Duration jump : List.of(GRACE.multipliedBy(3), GRACE.multipliedBy(-3))) {
                ClockAhead.advance(jump);
                awaitOffline(node);
                reaper.run(fence);
                admin.ok("node_lease_refresh", refresh(node));
                assertThat(catalog.isOnline(node.path("node_id").asText())).isTrue();
            }
        }
    }

    @Test
    void aNodeThatIsHeardFromStartsAnew() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            Fence fence = lead();
            fallSilent(node, fence);
            nanos += GRACE.minusMinutes(1).toNanos();
            reaper.run(fence);
            admin.ok("node_lease_refresh", refresh(node));
            nanos += GRACE.toNanos();
            reaper.run(fence);
            assertThat(catalog.find(node.path("node_id").asText())).isPresent();
        }
    }

    @Test
    void timeInWhichNobodyCouldHearThemDoesNotCount() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            Fence before = lead();
            fallSilent(node, before);
            reaper.run(before);
            nanos += GRACE.minusMinutes(1).toNanos();
            reaper.run(before);
            store.resign(before);

            nanos += GRACE.multipliedBy(10).toNanos();
            startWatching(GRACE);
            Fence after = lead();
            reaper.run(after);
            assertThat(catalog.find(node.path("node_id").asText())).isPresent();
            nanos += Duration.ofHours(1).toNanos();
            reaper.run(after);
            assertThat(catalog.find(node.path("node_id").asText())).isEmpty();
        }
    }

    @Test
    void whoLeadsNoMoreForgetsNobody() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            Fence old = lead();
            fallSilent(node, old);
            store.resign(old);
            store.lead(new Candidate(old.name(), "another", Duration.ofMinutes(1)));
            assertThatThrownBy(() -> reaper.run(old)).isInstanceOf(LostLeadershipException.class);
        }
    }

    @Test
    void manyThatFallSilentAtOnceAreStoredTogether() throws Exception {
        int nodes = 1_000;
        int atOnce = 250;
        for (int i = 0; i < nodes; i += atOnce) {
            List<String> ids =
                    IntStream.range(i, i + atOnce).mapToObj(n -> "many-" + n).toList();
            database.change(edit -> {
                ids.forEach(id -> NodeCatalog.add(edit, node(id), hash));
                return true;
            });
            ids.forEach(id -> database.leases().renew(id, Duration.ofMinutes(1)));
        }
        long before = store.revision();
        ClockAhead.advance(LONGER_THAN_ANY_LEASE);
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> database.all(Node.TABLE).stream().noneMatch(Node::online));
        assertThat(store.revision() - before).isLessThan(nodes / 20);
    }

    @Test
    void aGracePeriodThatMakesNoSenseStopsTheStart() {
        for (Duration none : List.of(Duration.ZERO, Duration.ofDays(-1), Duration.ofDays(100_000))) {
            assertThatThrownBy(() -> startWatching(none))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("SPIDERWEB_NODE_GRACE_PERIOD");
        }
    }

    private void startWatching(Duration grace) {
        observed = new ObservedTime(database, () -> nanos);
        reaper = new NodeReaper(database, catalog, observed, hash, audit, grace);
    }

    /** A leadership of the test's own, so that the timers of the application run on. */
    private Fence lead() {
        Candidate candidate = new Candidate("test-" + UUID.randomUUID(), "test", Duration.ofDays(300));
        return ((Leadership.Held) store.lead(candidate)).fence();
    }

    private void fallSilent(JsonNode node, Fence fence) throws Exception {
        ClockAhead.advance(LONGER_THAN_ANY_LEASE);
        awaitOffline(node);
        // the application has noticed it in its own time
        long since = observed.nowMs(fence);
        String id = node.path("node_id").asText();
        database.change(edit -> {
            edit.put(Node.TABLE, id, edit.get(Node.TABLE, id).orElseThrow().silentSince(since));
            return true;
        });
    }

    private static Node node(String id) {
        return new Node(id, id, "", Tokens.node(), NodeReply.Platform.UNKNOWN, List.of(), 0, true, 0, 0);
    }

    private void awaitOffline(JsonNode node) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> !catalog.find(node.path("node_id").asText())
                        .orElseThrow()
                        .online());
    }

    private static String mounting(TestClient admin, JsonNode node) throws Exception {
        String nodeId = node.path("node_id").asText();
        return admin.ok(
                        "project_up",
                        "{\"name\":\"on " + nodeId
                                + "\",\"desired_mounts\":[{\"mount_path\":\"/w\",\"export_name\":\"w\",\"node_id\":\""
                                + nodeId + "\"}]}")
                .path("project_id")
                .asText();
    }

    private static JsonNode status(TestClient admin, String project) throws Exception {
        return admin.ok("workspace_status", "{\"project_id\":\"" + project + "\"}");
    }

    private static String refresh(JsonNode node) {
        return "{\"node_id\":\"" + node.path("node_id").asText() + "\",\"node_secret\":\""
                + node.path("node_secret").asText() + "\"}";
    }
}
