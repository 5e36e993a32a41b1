package io.spiderweb.control;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the reference does wrong and we do not ({@code spec control 11}). Rows that have a room of their own are tested there, under
 * a name of the form {@code control 11 row 7: …}, by which they are found.
 */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class SpecWeaknessesTest {

    /** Rows without a test of that name: what holds them, or why there is nothing to hold. */
    private static final Map<Integer, String> NAMELESS = Map.of(
            8, "JoinRequestsTest, AskingNodeTest",
            9, "WhoMaySeeWhatTest, ServicesTest",
            10, "ReconnectorTest: the client is Vert.x's",
            26, "there is no local node; nodes are told apart by their ids",
            27, "Secret.matches and KeyedHash.matches, the only ways to compare",
            31, "WhoMaySeeWhatTest, FailedLoginsTest",
            37, "the control plane starts no children");

    private static final Pattern NAME = Pattern.compile("control 11 rows? (\\d+)(?: and (\\d+))?");

    @Inject
    Installation installation;

    @Test
    void everyRowHasItsTest() throws IOException {
        TreeSet<Integer> tested = new TreeSet<>();
        for (Path source : testSources()) {
            var matcher = NAME.matcher(Files.readString(source));
            while (matcher.find()) {
                tested.add(Integer.valueOf(matcher.group(1)));
                if (matcher.group(2) != null) {
                    tested.add(Integer.valueOf(matcher.group(2)));
                }
            }
        }
        tested.addAll(NAMELESS.keySet());

        assertThat(tested).isEqualTo(IntStream.rangeClosed(1, 38).boxed().collect(toCollection(TreeSet::new)));
    }

    @ParameterizedTest
    @DisplayName("control 11 row 14: what cannot be understood is answered with its id, if that can be read")
    @ValueSource(
            strings = {
                "{'id':'w','channel':'control','type':'control.none'}",
                "{'id':'w','channel':'control','type':'control.ping','payload':{'a':1,'a':2}}",
                "{'id':'w','channel':'control','type':'control.ping',",
                "{'id':'w','channel':'none','type':'control.ping'}",
                "{'id':'w','type':'control.ping'}",
                "{'id':'w','channel':'control','type':'acheron.t_read'}",
                "{'id':'w','channel':'control','type':'control.ping','session_key':7}"
            })
    void malformedFramesAreAnsweredWithTheirId(String frame) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            admin.send(frame.replace('\'', '"'));

            JsonNode answer = admin.await(any -> any.has("error"));
            assertThat(answer.path("id").asText()).isEqualTo("w");
            assertThat(answer.path("error").path("code").asText()).isEqualTo("invalid_envelope");
            assertThat(admin.ok("ping", "{}")).as("the connection is kept").isEmpty();
        }
    }

    @Test
    @DisplayName("control 11 row 15: an id with quotes comes back as it was")
    void idsAreEscaped() throws Exception {
        String id = "a\"b\\c\n\u0001é";
        try (TestClient admin = installation.openAdmin()) {
            for (String operation : List.of("control.debug_subscribe", "control.ping", "control.none")) {
                admin.send(Json.write(Json.object()
                        .put("channel", "control")
                        .put("type", operation)
                        .put("id", id)));
                JsonNode answer = admin.await(frame ->
                        frame.has("channel") || frame.path("category").asText().equals("control.subscription"));
                assertThat(List.of(
                                answer.path("id").asText(),
                                answer.path("request").asText()))
                        .contains(id);
            }
        }
    }

    @Test
    @DisplayName("control 11 row 19: a join and an update that are refused have done nothing")
    void whatIsRefusedHasDoneNothing() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String invite =
                    admin.ok("node_invite_create", "{}").path("invite_token").asText();
            String join = "{\"invite_token\":\"" + invite + "\",\"node_name\":\"%s\"}";
            assertThat(admin.refused("node_join", join.formatted("a b"))).isEqualTo("invalid_payload");
            admin.ok("node_join", join.formatted("edge"));

            JsonNode project = admin.ok("project_create", "{\"name\":\"before\"}");
            String id = project.path("project_id").asText();
            String update = "{\"project_id\":\"" + id + "\",\"project_token\":\""
                    + project.path("project_token").asText() + "\",\"name\":\"after\",\"status\":\"a b\"}";
            assertThat(admin.refused("project_update", update)).isEqualTo("invalid_payload");
            assertThat(admin.ok("project_get", "{\"project_id\":\"" + id + "\"}")
                            .path("name")
                            .asText())
                    .isEqualTo("before");
        }
    }

    @Test
    @DisplayName("control 11 row 33: who attaches again without a project keeps the one of the session")
    void attachingAgainKeepsTheProject() throws Exception {
        try (TestClient admin = TestClient.open(installation.admin())) {
            String attach = "{\"session_key\":\"main\",\"agent_id\":\"mother\"%s}";
            admin.ok("session_attach", attach.formatted(",\"project_id\":\"system\""));

            assertThat(admin.ok("session_attach", attach.formatted(""))
                            .path("project_id")
                            .asText())
                    .isEqualTo("system");
        }
    }

    @Test
    @DisplayName("control 11 row 35: a payload of 20,000 levels is refused, and the server lives on")
    void deepPayloadsAreRefused() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            for (String[] level : List.of(new String[] {"[", "]"}, new String[] {"{\"a\":", "}"})) {
                admin.send("{\"id\":\"deep\",\"channel\":\"control\",\"type\":\"control.project_create\",\"payload\":"
                        + level[0].repeat(20_000) + "1" + level[1].repeat(20_000) + "}");

                JsonNode answer = admin.await(any -> any.has("error"));
                assertThat(answer.path("id").asText()).isEqualTo("deep");
                assertThat(answer.path("error").path("code").asText()).isEqualTo("invalid_envelope");
            }
            admin.ok("ping", "{}");
        }
    }

    @Test
    @DisplayName("control 11 row 36: neither connections that wait nor upgrades that stop half-way keep others out")
    void waitingConnectionsKeepNobodyOut() throws Exception {
        List<AutoCloseable> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                waiting.add(TestClient.open(installation.user()));
                waiting.add(halfAnUpgrade());
            }
            try (TestClient admin = installation.openAdmin()) {
                admin.ok("ping", "{}");
            }
        } finally {
            for (AutoCloseable each : waiting) {
                each.close();
            }
        }
    }

    private static Socket halfAnUpgrade() throws IOException {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream();
        out.write("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    private static List<Path> testSources() throws IOException {
        Path top = Path.of("../..").toAbsolutePath().normalize();
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.walk(top, 2)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }
}
