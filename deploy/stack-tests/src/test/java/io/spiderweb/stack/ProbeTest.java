package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.stack.Stack.CommandResult;
import io.spiderweb.wire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** {@code spiderweb-control probe} finds which part of a stack does not answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProbeTest {

    @TempDir
    static Path directory;

    private Stack stack;
    private ServiceProcess node;
    private JsonNode project;

    @BeforeAll
    void start() throws Exception {
        stack = Stack.in(Checkout.find(), directory.resolve("data"), Ports.free());
        stack.startControlPlane();
        var docs = new ExportDirectory("docs", Files.createDirectories(directory.resolve("docs")), true);
        node = stack.startNode("edge", stack.ports().firstNode(), List.of(docs));
        stack.startGateway();
        String nodeId = reply(control("node_list"))
                .path("nodes")
                .path(0)
                .path("node_id")
                .asText();
        String mounts = "[{\"mount_path\":\"/docs\",\"node_id\":\"" + nodeId + "\",\"export_name\":\"docs\"}]";
        project = reply(control("project_up", "--name", "Lab", "--desired-mounts", mounts));
    }

    @AfterAll
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void everyHopOfAWholeStackAnswers() throws Exception {
        CommandResult result = control("probe", "--turn");
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(hops(result))
                .extracting(hop -> hop.path("name").asText())
                .containsExactly("gateway", "control plane", "node edge", "provider");
        assertThat(hops(result)).allSatisfy(hop -> {
            assertThat(hop.path("state").asText()).isEqualTo("ok");
            assertThat(hop.path("round_trip_ms").asDouble()).isPositive();
        });
        assertThat(state(controlAt(stack.ports().controlUrl(), "probe"), "provider"))
                .isEqualTo("skipped");
    }

    @Test
    @Order(2)
    void aProjectThatIsNotTheActiveOneIsProbedWithItsToken() throws Exception {
        String id = project.path("project_id").asText();
        assertThat(control(
                                "probe",
                                "--project-id",
                                id,
                                "--project-token",
                                project.path("project_token").asText())
                        .status())
                .isZero();
        CommandResult refused = control("probe", "--project-id", id, "--project-token", "proj-wrong");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(state(refused, "workspace")).isEqualTo("failed");
    }

    @Test
    @Order(2)
    void aTextComesBackThroughTheGateway() throws Exception {
        assertThat(control("--table", "echo", "hello there").out()).startsWith("hello there  ");
    }

    @Test
    @Order(3)
    void aWrongTokenIsSaidAtTheFirstHop() throws Exception {
        CommandResult result = control("--auth-token", "sw-admin_wrong", "probe");
        assertThat(result.status()).isEqualTo(1);
        assertThat(hops(result).getFirst().path("detail").asText()).contains("401", "token");
    }

    @Test
    @Order(4)
    void aNodeThatIsAwayFailsAloneAndTheOthersAreStillAsked() throws Exception {
        assertThat(node.stop()).isTrue();
        CommandResult result = control("--table", "probe");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out().lines().map(line -> line.replaceAll("\\s+", " ")))
                .anyMatch(line -> line.startsWith("ok gateway"))
                .anyMatch(line -> line.startsWith("ok control plane"))
                .anyMatch(line -> line.startsWith("failed node edge") && line.contains("cannot connect to ws://"));
    }

    @Test
    @Order(5)
    void aGatewayWhoseControlPlaneIsAwaySaysSo() throws Exception {
        assertThat(stack.service("control plane").stop()).isTrue();
        CommandResult result = control("probe");
        assertThat(result.status()).isEqualTo(1);
        assertThat(state(result, "gateway")).isEqualTo("ok");
        assertThat(state(result, "control plane")).isEqualTo("failed");
        assertThat(state(result, "nodes")).isEqualTo("skipped");
    }

    private CommandResult control(String... arguments) throws Exception {
        return controlAt(stack.ports().gatewayUrl(), arguments);
    }

    private CommandResult controlAt(String url, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--url", url));
        all.addAll(List.of(arguments));
        return stack.run("spiderweb-control", all.toArray(String[]::new));
    }

    private static JsonNode reply(CommandResult result) throws Exception {
        assertThat(result.status()).as(result.err()).isZero();
        return Json.parse(result.out()).path("payload");
    }

    private static List<JsonNode> hops(CommandResult result) throws Exception {
        return StreamSupport.stream(Json.parse(result.out()).path("hops").spliterator(), false)
                .toList();
    }

    private static String state(CommandResult result, String name) throws Exception {
        return hops(result).stream()
                .filter(hop -> hop.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.out()))
                .path("state")
                .asText();
    }
}
