package io.spiderweb.service.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service writes where an event quotes a client that means no good. */
class LogFormatTest {

    private static final String TOKEN = "sw-admin_0123456789abcdefABCDEF";
    private static final String TEXT = "a\nFATAL forged\r\u2028\u001b[2J " + TOKEN;

    @TempDir
    Path directory;

    @Test
    void aTerminalGetsOneLineWithTheContextAndTheWholeReason() throws Exception {
        List<String> lines = log(Map.of());
        assertThat(lines)
                .singleElement()
                .asString()
                .contains("ERROR [SampleRoutes] said a\\nFATAL forged\\r\\u2028\\u001b[2J [redacted]: ")
                .contains("IllegalStateException: outer, because of java.lang.IllegalArgumentException: a\\nFATAL")
                .contains("(connection c1, request a\\nFATAL forged");
    }

    @Test
    void jsonHasMembersForTheContextAndTheException() throws Exception {
        List<String> lines = log(Map.of("SPIDERWEB_LOG_FORMAT", "json"));
        assertThat(lines).hasSize(1);
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("message"))
                .startsWith("said a\\nFATAL forged")
                .endsWith(" [redacted]");
        assertThat(line.getString("level")).isEqualTo("ERROR");
        assertThat(line.getString("logger")).isEqualTo("io.spiderweb.service.app.SampleRoutes");
        assertThat(line.getString("time")).startsWith("20");
        assertThat(line.getString("service")).isNotEmpty();
        assertThat(line.getJsonObject("context").getString("connection")).isEqualTo("c1");
        assertThat(line.getString("exception"))
                .contains("IllegalStateException: outer", "at io.spiderweb.service.app.SampleRoutes", "Caused by: ");
    }

    @Test
    void everyLineOfJsonIsADocumentFromTheStartToTheStop() throws Exception {
        try (var sample = SampleProcess.start(directory, Map.of(), "--log-format", "json")) {
            sample.port();
            sample.terminate();
            assertThat(sample.exitStatus()).isZero();
            assertThat(sample.errors()).isEmpty();
            assertThat(sample.output().lines().map(JsonObject::new).map(line -> line.getString("message")))
                    .anyMatch(message -> message.contains("listens on"))
                    .contains("stopping");
        }
    }

    /** The lines about the event. */
    private List<String> log(Map<String, String> environment) throws Exception {
        try (var sample = SampleProcess.start(directory, environment)) {
            sample.body("/log?text=" + URLEncoder.encode(TEXT, StandardCharsets.UTF_8));
            await().atMost(Duration.ofSeconds(30)).until(() -> sample.output().contains("said a"));
            assertThat(sample.output()).doesNotContain(TOKEN);
            return sample.output()
                    .lines()
                    .filter(line -> line.contains("FATAL") || line.contains("SampleRoutes"))
                    .toList();
        }
    }
}
