package io.spiderweb.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code spec control 8}. */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class ControlMetricsTest {

    /** Name, type and place in the JSON document, as the page lists them. */
    private static final String TABLE = """
            spiderweb_invites_active gauge invites.active
            spiderweb_invites_created_total counter invites.created_total
            spiderweb_invites_redeemed_total counter invites.redeemed_total
            spiderweb_nodes_online gauge nodes.online
            spiderweb_nodes_total gauge nodes.total
            spiderweb_node_joins_total counter nodes.joins_total
            spiderweb_node_lease_refresh_total counter nodes.lease_refresh_total
            spiderweb_nodes_ensured_total counter nodes.ensured_total
            spiderweb_node_deletes_total counter nodes.deletes_total
            spiderweb_lease_reap_nodes_total counter nodes.reaped_total
            spiderweb_projects_total gauge projects.total
            spiderweb_active_project_bindings gauge projects.active_bindings
            spiderweb_project_creates_total counter projects.creates_total
            spiderweb_project_updates_total counter projects.updates_total
            spiderweb_project_deletes_total counter projects.deletes_total
            spiderweb_project_token_rotates_total counter projects.token_rotates_total
            spiderweb_project_token_revokes_total counter projects.token_revokes_total
            spiderweb_project_activations_total counter projects.activations_total
            spiderweb_project_mounts_total gauge projects.mounts_total
            spiderweb_mount_sets_total counter projects.mount_sets_total
            spiderweb_mount_removes_total counter projects.mount_removes_total
            """;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Inject
    Installation installation;

    @Test
    void prometheusFindsEveryMetricOfThePageWithItsTypeAndWithoutLabels() throws Exception {
        HttpResponse<String> answer = get("/metrics?ignored=1");

        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        List<String> lines = answer.body().lines().toList();
        ObjectNode document = (ObjectNode) Json.parse(get("/metrics.json").body());
        for (String[] row : rows()) {
            assertThat(lines).contains("# TYPE " + row[0] + " " + row[1]);
            assertThat(lines).filteredOn(line -> line.startsWith(row[0] + " ")).hasSize(1);
            assertThat(document.at("/" + row[2].replace('.', '/')).isIntegralNumber())
                    .as(row[2])
                    .isTrue();
        }
        assertThat(rows()).hasSize(21);
        assertThat(places(document))
                .as("and nothing else is in the document")
                .containsExactlyElementsOf(
                        rows().stream().map(row -> row[2]).sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"spiderweb_rejected_logins_total", "spiderweb_audit_omitted_total", "spiderweb_audit_lost_total"
            })
    void whatOperatorsAreToWatchIsThereBeforeItHappens(String name) throws Exception {
        assertThat(get("/metrics").body().lines())
                .contains("# TYPE " + name + " counter")
                .anyMatch(line -> line.startsWith(name + " "));
    }

    @Test
    void allThreeWaysTellTheSame() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode asked = admin.ok("metrics", "[]");
            JsonNode document = Json.parse(get("/metrics.json").body());
            List<String> lines = get("/metrics").body().lines().toList();

            assertThat(document).isEqualTo(asked);
            for (String[] row : rows()) {
                assertThat(lines).contains(row[0] + " " + (double) value(document, row[2]));
            }
        }
    }

    @Test
    void everyOperationCountsAsThePageSays() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode before = admin.ok("metrics", "{}");
            JsonNode node = installation.join(admin, "");
            JsonNode second = installation.join(admin, "");
            admin.ok("node_join_approve", with(admin.ok("node_join_request", "{}"), "request_id", ""));
            admin.ok("node_lease_refresh", with(node, "node_id", "'node_secret':'" + text(node, "node_secret") + "'"));
            String mounts = "'activate':false,'desired_mounts':[" + mount("/a", node) + "," + mount("/b", second) + "]";
            JsonNode up = admin.ok("project_up", json("{'name':'counted'," + mounts + "}"));
            admin.ok("project_up", json("{'name':'counted','project_token':'" + text(up, "project_token") + "'}"));
            JsonNode project = admin.ok("project_create", "{\"name\":\"counted too\"}");
            String token = "'project_token':'" + text(project, "project_token") + "'";
            admin.ok("project_update", with(project, "project_id", token));
            for (JsonNode each : List.of(node, second)) {
                String at = mount("/c", each);
                admin.ok(
                        "project_mount_set",
                        with(project, "project_id", token + "," + at.substring(1, at.length() - 1)));
            }
            admin.ok("project_activate", with(project, "project_id", ""));
            admin.ok("project_mount_remove", with(project, "project_id", token + ",'mount_path':'/c'"));
            JsonNode rotated = admin.ok("project_token_rotate", with(project, "project_id", token));
            admin.ok(
                    "project_delete",
                    with(project, "project_id", "'project_token':'" + text(rotated, "project_token") + "'"));
            admin.ok("node_delete", with(second, "node_id", "'node_secret':'" + text(second, "node_secret") + "'"));

            assertThat(differences(before, admin.ok("metrics", "{}")))
                    .containsEntry("invites.active", 2L)
                    .containsEntry("invites.created_total", 2L)
                    .containsEntry("invites.redeemed_total", 2L)
                    .containsEntry("nodes.online", 2L)
                    .containsEntry("nodes.total", 2L)
                    .containsEntry("nodes.joins_total", 3L)
                    .containsEntry("nodes.lease_refresh_total", 1L)
                    .containsEntry("nodes.ensured_total", 0L)
                    .containsEntry("nodes.deletes_total", 1L)
                    .containsEntry("nodes.reaped_total", 0L)
                    .containsEntry("projects.total", 1L)
                    .containsEntry("projects.creates_total", 2L)
                    .containsEntry("projects.updates_total", 2L)
                    .containsEntry("projects.deletes_total", 1L)
                    .containsEntry("projects.token_rotates_total", 1L)
                    .containsEntry("projects.token_revokes_total", 0L)
                    .containsEntry("projects.activations_total", 2L)
                    .containsEntry("projects.mounts_total", 1L)
                    .containsEntry("projects.mount_sets_total", 3L)
                    .containsEntry("projects.mount_removes_total", 2L);
        }
    }

    @ParameterizedTest
    @DisplayName("control 11 row 21: a fresh control plane without any agent is ready")
    @CsvSource({
        "GET, /livez, 200, ok",
        "GET, /readyz, 200, ready",
        "GET, /, 404, not found",
        "GET, /metrics/, 404, not found",
        "POST, /metrics, 400, bad request",
        "HEAD, /livez, 400, ",
        "DELETE, /nothing, 400, bad request"
    })
    void theListenerAnswersAsThePageSays(String method, String path, int status, String body) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body == null ? "" : body + "\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("Connection")).contains("close");
    }

    @Test
    void whatIsNoHttpIsABadRequest() throws Exception {
        URI uri = uri("/");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.getOutputStream().write("nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .matches("(?s)HTTP/1\\.[01] 400 .*\r\n\r\nbad request\n");
        }
    }

    @Test
    void theDocumentIsJsonForEverybody() throws Exception {
        assertThat(get("/metrics.json").headers().firstValue("Content-Type")).contains("application/json");
    }

    private static List<String[]> rows() {
        return TABLE.lines().map(line -> line.split(" ")).toList();
    }

    private static Map<String, Long> differences(JsonNode before, JsonNode after) {
        return rows().stream()
                .collect(Collectors.toMap(row -> row[2], row -> value(after, row[2]) - value(before, row[2])));
    }

    private static long value(JsonNode document, String place) {
        return document.at("/" + place.replace('.', '/')).longValue();
    }

    private static List<String> places(ObjectNode document) {
        List<String> places = new ArrayList<>();
        document.properties()
                .forEach(group -> group.getValue()
                        .fieldNames()
                        .forEachRemaining(member -> places.add(group.getKey() + "." + member)));
        return places.stream().sorted().toList();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer;
    }

    private static URI uri(String path) {
        int port = ConfigProvider.getConfig().getValue("spiderweb.metrics-port", Integer.class);
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static String mount(String path, JsonNode node) {
        return "{'mount_path':'" + path + "','node_id':'" + text(node, "node_id") + "','export_name':'work'}";
    }

    private static String with(JsonNode reply, String id, String members) {
        return json("{'" + id + "':'" + text(reply, id) + "'" + (members.isEmpty() ? "" : ",") + members + "}");
    }

    private static String text(JsonNode reply, String member) {
        return reply.path(member).asText();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
