package io.spiderweb.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.mount.source.WorkspaceAddress;
import io.spiderweb.mount.source.WorkspaceSource;
import io.spiderweb.mount.testing.FakeControlPlane;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Endpoints that come from a workspace ({@code spec mount 6}). */
class WorkspaceSourceTest extends MountTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final FakeControlPlane control = opened(FakeControlPlane.start());

    @Test
    void readsWhatCanBeMountedAndSkipsWhatCannot() throws Exception {
        control.setMounts("""
                [{"mount_path":"/src/","node_id":"node-1","node_name":"edge","export_name":"work",
                  "fs_url":"ws://h:1/v2/fs","fs_auth_token":"secret","online":true},
                 {"mount_path":"/b","node_id":"node-2","node_name":null,"export_name":"","fs_url":"wss://h/v2/fs",
                  "fs_auth_token":null,"online":false},
                 {"mount_path":"/c","node_id":"node-3","export_name":"x","fs_url":null,"online":false},
                 {"mount_path":"/d","node_id":"node-4","export_name":"x","fs_url":"http://h/v2/fs","online":true}]""");

        assertThat(WorkspaceSource.fetch(client, address("proj-1", "ptoken")))
                .containsExactly(
                        new EndpointSpec("edge", "ws://h:1/v2/fs", "work", MountPath.of("/src"), new Secret("secret")),
                        new EndpointSpec("node-2", "wss://h/v2/fs", null, MountPath.of("/b"), null));
        assertThat(control.received("control.workspace_status").getFirst().toString())
                .isEqualTo("{\"project_id\":\"proj-1\",\"project_token\":\"ptoken\"}");
        assertThat(control.bearers()).containsExactly("Bearer admin");
    }

    @Test
    void aMountWithoutAPathMakesTheWholeAnswerUnusable() {
        control.setMounts("[{\"mount_path\":\"\",\"node_id\":\"n\",\"fs_url\":\"ws://h/v2/fs\"}]");
        assertThatThrownBy(() -> WorkspaceSource.fetch(client, address(null, null)))
                .hasMessageContaining("path");
    }

    @Test
    void anAnnouncedChangeIsMountedAtOnceAndStaticEndpointsStay() throws Exception {
        FakeNode fixed = node().with("/f", "fixed");
        FakeNode first = node().with("/f", "first");
        FakeNode second = node().with("/f", "second");
        Workspace files = workspace();
        control.setMounts(mount("/m", first));
        opened(WorkspaceSource.start(
                client,
                address(null, null),
                NEVER,
                mounts -> files.updateEndpoints(List.of(EndpointSpec.parse("s=" + fixed.url()), mounts.getFirst()))));
        await().ignoreExceptions().until(() -> text(files, "/m/f").equals("first"));

        control.setMounts(mount("/live", second));
        control.announce();
        await().ignoreExceptions().until(() -> text(files, "/live/f").equals("second"));
        assertThat(text(files, "/s/f")).isEqualTo("fixed");
        assertThat(names(files.list("/"))).containsExactlyInAnyOrder("s", "live");
        assertThat(control.received("control.version")).hasSize(1);
    }

    @Test
    void withoutAnnouncementsItIsAskedForAtTheInterval() {
        FakeNode node = node().with("/f", "x");
        Workspace files = workspace();
        opened(WorkspaceSource.start(client, address(null, null), Duration.ofMillis(50), files::updateEndpoints));
        await().until(() -> !control.received("control.workspace_status").isEmpty());
        control.setMounts(mount("/m", node));
        await().ignoreExceptions().until(() -> text(files, "/m/f").equals("x"));
        assertThat(control.received("control.version")).hasSize(1);
    }

    private WorkspaceAddress address(@Nullable String projectId, @Nullable String token) {
        return new WorkspaceAddress(
                Endpoint.of(control.url(), new Secret("admin")), projectId, token == null ? null : new Secret(token));
    }

    private static String mount(String path, FakeNode node) {
        return "[{\"mount_path\":\"" + path + "\",\"node_id\":\"node-1\",\"export_name\":\"work\",\"fs_url\":\""
                + node.url() + "\",\"online\":true}]";
    }
}
