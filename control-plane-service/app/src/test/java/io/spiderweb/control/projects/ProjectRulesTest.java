package io.spiderweb.control.projects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.Refused;
import io.spiderweb.control.TestClient;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Total;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spec control 3.7, 4.5, 4.6}, as far as the table of operations does not say it. */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class ProjectRulesTest {

    private static final String LONG_PART =
            "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                    + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                    + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    @Inject
    Installation installation;

    @Inject
    Database database;

    @BeforeEach
    void forgetTargets() {
        installation.forgetTargets();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/../b", "/..", "/./a", "/a/.", "a\nb", "/a\u0000", "/a\u007f", " \t ", LONG_PART})
    @DisplayName(
            "control 11 row 28: a mount path that leads elsewhere, or that nobody could show, is refused wherever it is given")
    void aPathThatLeadsElsewhereIsRefused(String path) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode project = admin.ok("project_create", "{\"name\":\"paths\"}");
            assertThat(admin.refused("project_mount_set", set(project, node, path)))
                    .isEqualTo("invalid_payload");
            assertThat(admin.refused("project_up", up(project, mount(node, "/fine"), mount(node, path))))
                    .isEqualTo("invalid_payload");
            assertThat(mounts(admin, project)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"//src//sub/,/src/sub", "src,/src", "' /src ',/src", "///,/"})
    @DisplayName("control 11 row 28: a mount path is normalised wherever it is given")
    void aPathIsNormalised(String given, String kept) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode project = admin.ok("project_create", "{\"name\":\"normalised\"}");
            admin.ok("project_mount_set", set(project, node, given));
            assertThat(mounts(admin, project).findValuesAsText("mount_path")).containsExactly(kept);
            admin.ok("project_up", up(project, mount(node, given), mount(node, kept)));
            assertThat(mounts(admin, project).findValuesAsText("mount_path"))
                    .as("the same mount twice is one")
                    .containsExactly(kept);
        }
    }

    @Test
    void pathsOverlapByWholeComponents() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode project = admin.ok("project_create", "{\"name\":\"overlap\"}");
            admin.ok("project_mount_set", set(project, node, "/src"));
            admin.ok("project_mount_set", set(project, node, "/srcs"));
            for (String path : new String[] {"/src/sub", "/", "/srcs/a/b"}) {
                assertThat(admin.refused("project_mount_set", set(project, node, path)))
                        .as(path)
                        .isEqualTo("mount_conflict");
                assertThat(admin.refused(
                                "project_up",
                                up(project, mount(node, "/src"), mount(node, "/srcs"), mount(node, path))))
                        .as(path)
                        .isEqualTo("mount_conflict");
            }
        }
    }

    @Test
    @DisplayName("control 11 row 19: project_up does all of it or nothing, the activation included")
    void aProjectUpThatFailsChangesNothing() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode active = admin.ok("project_up", "{\"name\":\"active before\"}");
            JsonNode project = admin.ok("project_create", "{\"name\":\"untouched\",\"vision\":\"as it was\"}");
            String failing = up(project, mount(node, "/a"), mount("node-999999", "/b"))
                    .replace("{\"project_id\"", "{\"vision\":\"changed\",\"project_id\"");
            assertThat(admin.refused("project_up", failing)).isEqualTo("node_not_found");

            JsonNode after = admin.ok("project_get", "{\"project_id\":\"" + id(project) + "\"}");
            assertThat(after.path("vision").asText()).isEqualTo("as it was");
            assertThat(after.path("updated_at_ms")).isEqualTo(project.path("updated_at_ms"));
            assertThat(after.path("mounts")).isEmpty();
            assertThat(admin.ok("workspace_status", "{}").path("project_id").asText())
                    .as("still works where it did")
                    .isEqualTo(id(active));
        }
    }

    @Test
    @DisplayName("control 11 row 29: the primary agent reads every project, and a binding to one that is gone is none")
    void thePrimaryAgentReadsEveryProject() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode other = admin.ok("project_create", "{\"name\":\"not active\"}");
            JsonNode active = admin.ok("project_up", "{\"name\":\"active\"}");
            String of = "{\"project_id\":\"" + id(other) + "\"}";
            assertThat(admin.ok("workspace_status", of).path("project_id").asText())
                    .isEqualTo(id(other));
            admin.ok("project_delete", withToken(active));
            assertThat(admin.ok("workspace_status", "{}").path("project_id").isNull())
                    .isTrue();
            assertThat(admin.ok("workspace_status", of).path("project_id").asText())
                    .isEqualTo(id(other));
        }
    }

    @Test
    @DisplayName("control 11 row 17: mounts of a project are bounded")
    void aProjectHasSoManyMountsAtMost() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode project = admin.ok("project_create", "{\"name\":\"many mounts\"}");
            String[] mounts = new String[512];
            for (int i = 0; i < mounts.length; i++) {
                mounts[i] = mount(node, "/m/" + i);
            }
            admin.ok("project_up", up(project, mounts));
            JsonNode refused = admin.ask("project_mount_set", set(project, node, "/one/more"));
            assertThat(refused.path("error").path("code").asText()).isEqualTo("invalid_payload");
            assertThat(refused.path("error").path("message").asText()).contains("512");
            assertThat(mounts(admin, project)).hasSize(512);
            // as many failures as that would hide those that other tests look for
            admin.ok("project_delete", withToken(project));
        }
    }

    @Test
    @DisplayName("control 11 row 17: mounts of all projects together are bounded")
    void allProjectsHaveSoManyMountsAtMost() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String node = node(admin);
            JsonNode project = admin.ok("project_create", "{\"name\":\"one mount too many\"}");
            long free = 100_000 - database.total(Total.MOUNTS);
            count(free);
            try {
                JsonNode refused = admin.ask("project_mount_set", set(project, node, "/w"));
                assertThat(refused.path("error").path("message").asText()).contains("100000 mounts");
                assertThat(admin.refused("project_up", up(project, mount(node, "/w"))))
                        .isEqualTo("control_plane_error");
            } finally {
                count(-free);
            }
            admin.ok("project_mount_set", set(project, node, "/w"));
        }
    }

    private void count(long mounts) throws Refused {
        database.change(edit -> {
            edit.count(Total.MOUNTS, mounts);
            return mounts;
        });
    }

    @Test
    @DisplayName("control 11 row 17: bindings to projects that are gone make room for new ones")
    void deadBindingsMakeRoom() throws Exception {
        long missing = 10_000 - database.total(Total.BINDINGS);
        for (long done = 0; done < missing; done += 900) {
            addDeadBindings(done, Math.min(900, missing - done));
        }
        try (TestClient admin = installation.openAdmin()) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"one agent more\"}");
            admin.ok(
                    "session_attach",
                    "{\"session_key\":\"new\",\"agent_id\":\"one-agent-more\",\"project_id\":\"" + id(project)
                            + "\",\"project_token\":\""
                            + project.path("project_token").asText() + "\"}");
            assertThat(database.total(Total.BINDINGS)).isLessThan(10_000);
        }
    }

    private void addDeadBindings(long from, long count) throws Refused {
        database.change(edit -> {
            for (long i = from; i < from + count; i++) {
                edit.put(Binding.TABLE, "dead-agent-" + i, new Binding("proj-gone"));
            }
            edit.count(Total.BINDINGS, count);
            return count;
        });
    }

    private String node(TestClient admin) throws Exception {
        return installation.join(admin, "").path("node_id").asText();
    }

    private static JsonNode mounts(TestClient admin, JsonNode project) throws Exception {
        return admin.ok("project_mount_list", "{\"project_id\":\"" + id(project) + "\"}")
                .path("mounts");
    }

    private static String set(JsonNode project, String node, String path) {
        return Json.write(Json.object()
                .put("project_id", id(project))
                .put("project_token", project.path("project_token").asText())
                .put("node_id", node)
                .put("export_name", "work")
                .put("mount_path", path));
    }

    private static String mount(String node, String path) {
        return Json.write(
                Json.object().put("mount_path", path).put("node_id", node).put("export_name", "work"));
    }

    private static String up(JsonNode project, String... mounts) throws Exception {
        var payload = Json.object()
                .put("project_id", id(project))
                .put("project_token", project.path("project_token").asText());
        ArrayNode desired = payload.putArray("desired_mounts");
        for (String mount : mounts) {
            desired.add(Json.parse(mount));
        }
        return Json.write(payload);
    }

    private static String withToken(JsonNode project) {
        return "{\"project_id\":\"" + id(project) + "\",\"project_token\":\""
                + project.path("project_token").asText() + "\"}";
    }

    private static String id(JsonNode project) {
        return project.path("project_id").asText();
    }
}
