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
import io.spiderweb.wire.fs.FsRequest;
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

    @Test
    void aChangeThatIsToldInFullIsNotAskedForAndTouchesNothingElse() throws Exception {
        FakeNode stays = node().with("/f", "stays");
        FakeNode comes = node().with("/f", "comes");
        control.setMounts(mounts(entry("/s", stays)));
        Workspace files = following("proj-1");
        await().ignoreExceptions().until(() -> text(files, "/s/f").equals("stays"));

        control.announce(7, "proj-1", mounts(entry("/s", stays), entry("/c", comes)));
        await().ignoreExceptions().until(() -> text(files, "/c/f").equals("comes"));
        control.announce(8, "proj-2", mounts());
        control.announce(9, "proj-1", mounts(entry("/s", stays)));
        await().until(() -> names(files.list("/")).equals(List.of("s")));
        assertThat(questions()).isEqualTo(1);
        assertThat(stays.received(FsRequest.Hello.class)).hasSize(1);
    }

    @Test
    void aMissingNumberIsAskedFor() {
        Workspace files = followingEmpty();
        control.announce(7, "proj-1", mounts());
        control.setMounts(mounts(entry("/m", node())));
        control.announce(9, "proj-2", mounts());
        await().until(() -> names(files.list("/")).equals(List.of("m")));
        assertThat(questions()).isEqualTo(2);
    }

    @Test
    void aChangeThatIsOnlyToldOfIsAskedForByWhomItConcerns() {
        Workspace files = followingEmpty();
        control.push("control.workspace_topology", "{\"seq\":1,\"project_id\":\"proj-2\"}");
        control.setMounts(mounts(entry("/m", node())));
        control.push("control.workspace_topology", "{\"seq\":2,\"project_id\":\"proj-1\"}");
        await().until(() -> names(files.list("/")).equals(List.of("m")));
        assertThat(questions()).isEqualTo(2);

        control.setMounts(mounts());
        control.push("control.workspace_topology", "{\"seq\":3,\"reason\":\"lease_expired\"}");
        await().until(() -> files.list("/").isEmpty());
    }

    @Test
    void whatWasRenderedForSomebodyElseIsNotBelieved() {
        FakeNode right = node();
        Workspace files = followingEmpty();
        control.setMounts(mounts(entry("/right", right)));
        control.push(
                "control.workspace_topology_delta",
                "{\"status\":%s}".formatted(FakeControlPlane.status("proj-1", mounts(entry("/wrong", right)))));
        control.announce();
        await().until(() -> names(files.list("/")).equals(List.of("right")));
    }

    @Test
    void whoFollowsTheActiveProjectAsksWhenAnotherOneWasChanged() {
        control.setMounts(mounts());
        Workspace files = following(null);
        await().until(() -> questions() == 1);
        control.announce(1, "proj-1", mounts(entry("/m", node())));
        await().until(() -> names(files.list("/")).equals(List.of("m")));
        assertThat(questions()).isEqualTo(1);
        control.announce(2, "proj-2", mounts());
        await().until(() -> files.list("/").isEmpty());
    }

    @Test
    void afterABreakItIsAskedForOverANewConnection() {
        Workspace files = followingEmpty();
        control.setMounts(mounts(entry("/m", node())));
        control.cut();
        await().until(() -> names(files.list("/")).equals(List.of("m")));
        control.announce(3, "proj-1", mounts());
        await().until(() -> files.list("/").isEmpty());
    }

    @Test
    void anAnswerWithoutSenseChangesNothingAndIsAskedForAgain() throws Exception {
        control.setMounts(mounts(entry("/m", node())));
        Workspace files = following("proj-1");
        await().until(() -> names(files.list("/")).equals(List.of("m")));
        control.setMounts("[{\"mount_path\":\"\"}]");
        control.announce();
        await().until(() -> questions() >= 3);
        assertThat(names(files.list("/"))).containsExactly("m");
        control.setMounts(mounts());
        await().until(() -> files.list("/").isEmpty());
    }

    private Workspace followingEmpty() {
        control.setMounts(mounts());
        Workspace files = following("proj-1");
        await().until(() -> questions() == 1);
        return files;
    }

    private Workspace following(@Nullable String projectId) {
        Workspace files = workspace();
        opened(WorkspaceSource.start(client, address(projectId, null), NEVER, files::updateEndpoints));
        return files;
    }

    private int questions() {
        return control.received("control.workspace_status").size();
    }

    private WorkspaceAddress address(@Nullable String projectId, @Nullable String token) {
        return new WorkspaceAddress(
                Endpoint.of(control.url(), new Secret("admin")), projectId, token == null ? null : new Secret(token));
    }

    private static String mount(String path, FakeNode node) {
        return mounts(entry(path, node));
    }

    private static String mounts(String... entries) {
        return "[" + String.join(",", entries) + "]";
    }

    private static String entry(String path, FakeNode node) {
        return "{\"mount_path\":\"" + path + "\",\"node_id\":\"node-1\",\"export_name\":\"work\",\"fs_url\":\""
                + node.url() + "\",\"online\":true}";
    }
}
