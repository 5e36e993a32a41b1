package io.spiderweb.gateway.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.gateway.testing.Fixture;
import io.spiderweb.gateway.testing.LocalFiles;
import io.spiderweb.mount.source.TopologyNews;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkspacesTest {

    private final List<LocalFiles> opened = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private volatile boolean outage;
    private final AtomicInteger refusals = new AtomicInteger();
    private Runnable onQuestion = () -> {};

    private final Workspaces workspaces = new Workspaces(
            (agent, project) -> {
                onQuestion.run();
                onQuestion = () -> {};
                if (outage) {
                    refusals.incrementAndGet();
                    throw new IOException("the control plane is away");
                }
                return Fixture.status(agent, project);
            },
            status -> {
                opened.add(new LocalFiles(Path.of(Objects.requireNonNull(status.projectId()))));
                return opened.getLast();
            },
            new Workspaces.Limits(2, Duration.ofMinutes(5), Duration.ofHours(1)),
            () -> now);

    @AfterEach
    void close() {
        workspaces.close();
    }

    @Test
    void turnsOfOneAgentAndProjectShareAWorkspace() throws IOException {
        try (var first = workspaces.use("alice", "p1");
                var second = workspaces.use("alice", "p1");
                var other = workspaces.use("alice", "p2")) {
            assertThat(first.files()).isSameAs(second.files()).isNotSameAs(other.files());
        }
    }

    @Test
    void anUnusedWorkspaceIsClosedAfterAWhileAndAUsedOneIsNot() throws IOException {
        workspaces.use("alice", "p1").close();
        try (var used = workspaces.use("alice", "p2")) {
            now = now.plus(Duration.ofMinutes(6));
            workspaces.closeIdle();
            assertThat(opened.get(0).closed).isTrue();
            assertThat(opened.get(1).closed).isFalse();
            assertThat(used.files()).isSameAs(opened.get(1));
        }
    }

    @Test
    void beyondTheLimitTheLongestIdleOneMakesRoomAndUsedOnesDoNot() throws IOException {
        workspaces.use("a", "p").close();
        now = now.plusSeconds(1);
        workspaces.use("b", "p").close();
        try (var c = workspaces.use("c", "p")) {
            assertThat(opened.get(0).closed).isTrue();
            assertThat(opened.get(1).closed).isFalse();
            try (var d = workspaces.use("d", "p")) {
                assertThatThrownBy(() -> workspaces.use("e", "p"))
                        .isInstanceOf(NoWorkspaceException.class)
                        .hasMessageContaining("limit");
                assertThat(c.files()).isNotSameAs(d.files());
            }
        }
    }

    @Test
    void aWorkspaceThatIsOpenIsUsableDuringAnOutageOfTheControlPlane() throws IOException {
        workspaces.use("alice", "p1").close();
        outage = true;
        workspaces.hear(new TopologyNews.Unknown());
        await().until(() -> refusals.get() > 0);
        workspaces.use("alice", "p1").close();
        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().updates).hasValue(0);
        outage = false;
        await().untilAsserted(() -> assertThat(opened.getFirst().updates).hasValue(1));
    }

    @Test
    void newsReachTheWorkspacesThatTheyConcern() throws IOException {
        workspaces.use("alice", "p1").close();
        workspaces.use("alice", "p2").close();
        outage = true;
        workspaces.hear(new TopologyNews.Now(Fixture.status("anybody", "p2")));
        await().untilAsserted(() -> assertThat(opened.get(1).updates).hasValue(1));
        assertThat(opened.get(0).updates).hasValue(0);
    }

    @Test
    void whatIsToldWhileAWorkspaceIsOpenedIsNotMissed() throws IOException {
        onQuestion = () -> workspaces.hear(new TopologyNews.Changed("p1"));
        workspaces.use("alice", "p1").close();
        await().untilAsserted(() -> assertThat(opened.getFirst().updates).hasPositiveValue());
    }

    @Test
    void anAgentWithoutAProjectIsToldToAttachOne() {
        assertThatThrownBy(() -> workspaces.use("alice", null))
                .isInstanceOf(NoWorkspaceException.class)
                .hasMessage("this session has no workspace: attach it to a project");
    }
}
