package io.spiderweb.mount.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.mount.app.fuse.Limitation;
import io.spiderweb.mount.testing.FakeControlPlane;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at a terminal sees ({@code spec mount 1}). */
class CommandsTest {

    @TempDir
    private Path temporary;

    private final FakeNode node = FakeNode.start().with("/f", "0123456789").withDirectory("/sub");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void attributesListingsAndStatusAreJson() throws Exception {
        assertThat(Cli.run(node, "getattr", "/a/f"))
                .isEqualTo(
                        "{\"id\":" + node.id("/f")
                                + ",\"k\":1,\"m\":33188,\"n\":1,\"u\":0,\"g\":0,\"sz\":10,\"at\":0,\"mt\":1,\"ct\":1,\"gen\":1}\n");
        assertThat(Cli.run(node, "getattr", "/")).startsWith("{\"id\":1,\"k\":2,\"m\":16877,\"n\":2,");
        assertThat(Json.parse(Cli.run(node, "readdir", "/a", "1", "2"))
                        .path("ents")
                        .findValuesAsText("name"))
                .containsExactly("..", "f");
        assertThat(Cli.run(node, "readdir", "/a"))
                .endsWith("\"next\":4,\"eof\":true,\"next_cookie\":0,\"dir_gen\":1}\n");
        assertThat(Json.parse(Cli.run(node, "readdir", "/")).path("ents").findValuesAsText("name"))
                .containsExactly("a");
        assertThat(Cli.run(node, "status"))
                .startsWith("{\"metrics\":{\"failover_events_total\":0},\"endpoints\":[{\"idx\":0,\"name\":\"a\","
                        + "\"mount_path\":\"/a\",\"url\":\"" + node.url()
                        + "\",\"export\":\"\",\"root\":281474976710658,"
                        + "\"export_ro\":false,\"source_kind\":\"linux\",\"source_id\":\"linux:work\","
                        + "\"caps\":{\"native_watch\":true,\"case_sensitive\":true},\"healthy\":true,\"has_client\":true,"
                        + "\"has_auth\":false,\"consecutive_failures\":0,\"last_health_check_ms\":");
        assertThat(Cli.run(node, "status", "--no-probe")).contains("\"export_ro\":null", "\"healthy\":false");
    }

    @Test
    void changesSayOk() {
        assertThat(Cli.run(node, "mkdir", "/a/d")).isEqualTo("ok\n");
        assertThat(Cli.run(node, "write", "/a/d/x", "content")).isEqualTo("ok\n");
        assertThat(node.text("/d/x")).isEqualTo("content");
        assertThat(Cli.run(node, "truncate", "/a/d/x", "3")).isEqualTo("ok\n");
        assertThat(Cli.run(node, "rename", "/a/d/x", "/a/y")).isEqualTo("ok\n");
        assertThat(node.text("/y")).isEqualTo("con");
        assertThat(Cli.run(node, "unlink", "/a/y")).isEqualTo("ok\n");
        assertThat(Cli.run(node, "rmdir", "/a/d")).isEqualTo("ok\n");
    }

    @Test
    void contentGoesThroughTheStandardStreamsAndOptionsMayStandAnywhere() throws Exception {
        var written = Cli.start(Map.of(), "piped", "write", "/a/p", "-", "--endpoint", "a=" + node.url());
        assertThat(written).isEqualTo(new Cli.Outcome(0, "ok\n", ""));
        var read = Cli.start(Map.of(), "", "--endpoint", "a=" + node.url(), "cat", "/a/p");
        assertThat(read).isEqualTo(new Cli.Outcome(0, "piped", ""));
    }

    @Test
    void anErrorIsOneLineThatNamesThePath() throws Exception {
        var outcome = Cli.start(Map.of(), "", "--endpoint", "a=" + node.url(), "cat", "/a/none");
        assertThat(outcome).isEqualTo(new Cli.Outcome(1, "", "spiderweb-fs-mount cat: /a/none does not exist\n"));
    }

    @Test
    void aNodeThatIsAwayIsNamed() throws Exception {
        node.stop();
        var outcome = Cli.start(Map.of(), "", "--endpoint", "a=" + node.url(), "cat", "/a/f");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("/a/f", "node a", "refused").containsOnlyOnce("\n");
    }

    @Test
    void aMistakeShowsTheForm() throws Exception {
        var outcome = Cli.start(Map.of(), "", "--endpoint", "a", "status");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("'a'", "NAME=ws://").containsOnlyOnce("\n");
    }

    @Test
    void aNodesTokenComesFromAFile() throws Exception {
        node.requiring("fs-secret");
        Path token = Files.writeString(temporary.resolve("token"), "fs-secret\n");
        assertThat(Cli.run(node, "readdir", "/a")).isEmpty();
        assertThat(Cli.run(node, "--endpoint-token-file", "a=" + token, "readdir", "/a"))
                .contains("\"f\"");
    }

    @Test
    void aWorkspaceIsFoundWithTheAdminTokenOfTheDataDirectory() throws Exception {
        try (FakeControlPlane control = FakeControlPlane.start()) {
            Files.writeString(temporary.resolve("auth_tokens.json"), "{\"schema\":2,\"admin_token\":\"sw-admin_x\"}");
            var none = Cli.start(
                    Map.of("SPIDERWEB_DATA_DIR", temporary.toString()), "", "--workspace-url", control.url(), "status");
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.err()).contains("control.workspace_status", "--project-id");

            control.setMounts("[{\"mount_path\":\"/src\",\"node_id\":\"n\",\"export_name\":\"work\",\"fs_url\":\""
                    + node.url() + "\",\"online\":true}]");
            var cat = Cli.start(
                    Map.of("SPIDERWEB_AUTH_TOKEN", "mine"), "", "--workspace-url", control.url(), "cat", "/src/f");
            assertThat(cat).isEqualTo(new Cli.Outcome(0, "0123456789", ""));
            assertThat(control.bearers()).containsExactly("Bearer sw-admin_x", "Bearer mine");
        }
    }

    @Test
    void theLimitsOfAMountAreDeclared() {
        String printed = Cli.run(node, "mount", "--capabilities");
        for (Limitation limitation : Limitation.values()) {
            assertThat(printed).contains("SKIPPED " + limitation + ": ");
        }
    }
}
