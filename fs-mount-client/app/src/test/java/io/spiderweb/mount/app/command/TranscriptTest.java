package io.spiderweb.mount.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.wire.fs.FsOperation;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What our commands ask of a node that is not one of ours, compared with what was recorded of the reference. Deliberate
 * differences, all of them fewer round trips or safer ones ({@code spec mount 10}, W35 and W39):
 *
 * <ul>
 *   <li>one connection and one hello: no second connection for events, no health probe
 *   <li>no listing of 4096 entries to fill caches that end with the command
 *   <li>a new file is empty, so it is neither looked up nor truncated again
 *   <li>attributes are asked for where they are needed, and of directories to tell "no such file" from "no such directory"
 *   <li>a file is opened for what is done with it, and read in pieces of 1 MiB
 * </ul>
 */
class TranscriptTest {

    /** Members that say what is meant; ids, handles, flags and lengths are each side's own. */
    private static final Set<String> COMPARED =
            Set.of("name", "old_name", "new_name", "sz", "cookie", "max", "data_b64", "subscribe_invalidations");

    private final FakeNode node = FakeNode.startOld().with("/f", "0123456789").withDirectory("/sub");

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void theSameQuestionsAreAskedAsByTheReference() throws Exception {
        Map<String, List<JsonNode>> scenarios = scenarios();
        assertThat(scenarios).hasSize(13);
        for (var scenario : scenarios.entrySet()) {
            int before = node.received(FsRequest.class).size();
            Cli.run(node, scenario.getKey().substring("CLI: ".length()).split(" "));
            List<FsRequest> asked = node.received(FsRequest.class);
            assertThat(ours(asked.subList(before, asked.size())))
                    .as(scenario.getKey())
                    .isEqualTo(recorded(scenario.getValue()));
        }
        assertThat(node.text("/d/g")).isEqualTo("zz");
        assertThat(node.exists("/new")).isFalse();
    }

    private static List<String> ours(List<FsRequest> requests) {
        return requests.stream()
                .filter(Predicate.not(FsRequest.Getattr.class::isInstance))
                .map(request -> line(FsOperation.of(request).wireName(), Json.tree(request)))
                .toList();
    }

    private static List<String> recorded(List<JsonNode> frames) {
        List<String> lines = new ArrayList<>();
        boolean created = false;
        for (JsonNode frame : frames) {
            String operation = frame.path("type").asText().substring("acheron.t_fs_".length());
            boolean isProbe = operation.equals("hello") && !lines.isEmpty();
            boolean isPriming = operation.equals("readdirp")
                    && frame.path("payload").path("max").asInt() == 4096;
            boolean isOfNewFile = created && (operation.equals("lookup") || operation.equals("truncate"));
            created |= operation.equals("create");
            if (!isProbe && !isPriming && !isOfNewFile) {
                lines.add(line(operation, frame.path("payload")));
            }
        }
        return lines;
    }

    private static String line(String operation, JsonNode payload) {
        StringBuilder line = new StringBuilder(operation);
        payload.properties().stream()
                .filter(member -> COMPARED.contains(member.getKey()))
                .forEach(member ->
                        line.append(' ').append(member.getKey()).append('=').append(member.getValue()));
        return line.toString();
    }

    /** Requests of the first connection, by scenario. */
    private static Map<String, List<JsonNode>> scenarios() throws IOException, InvalidJsonException {
        try (InputStream file =
                Objects.requireNonNull(TranscriptTest.class.getResourceAsStream("/transcripts/mount-cli.jsonl"))) {
            Map<String, List<JsonNode>> scenarios = new LinkedHashMap<>();
            for (String text : new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode line = Json.parse(text);
                if (line.path("conn").asInt() == 1 && line.path("dir").asText().equals(">")) {
                    scenarios
                            .computeIfAbsent(line.path("scenario").asText(), name -> new ArrayList<>())
                            .add(line.path("frame"));
                }
            }
            return scenarios;
        }
    }
}
