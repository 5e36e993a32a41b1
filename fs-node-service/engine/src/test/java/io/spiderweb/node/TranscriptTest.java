package io.spiderweb.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The recorded frames of the reference against this node. Requests are sent as recorded; replies must match but for the
 * deliberate differences, which are all listed here. Events of the watcher may stand anywhere and are not compared;
 * those of mutations are ({@link EventsTest}).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranscriptTest {

    private static final String TOKEN = "token-of-the-recording";

    private static final int ENOTEMPTY = 39;

    /** These only show events that arrived. */
    private static final String OBSERVED = "seen by a subscriber";

    /** Members whose value differs on purpose, whatever the operation. */
    private static final Set<String> DIFFERENT = Set.of(
            // real ones instead of constants (spec fs-node 15.3)
            "attr/n",
            "attr/u",
            "attr/g",
            // times and generations are never equal; the size of a directory is its file system's affair
            "attr/at",
            "attr/mt",
            "attr/ct",
            "attr/gen",
            "attr/sz",
            "payload/gen",
            "payload/dir_gen",
            // does not tell the path on this machine (15.1)
            "/desc",
            // the number of a handle is not to be guessed (15.1)
            "payload/h",
            // free text
            "error/message",
            // sizes are real (15.3)
            "payload/blocks",
            // true already with the last entry or byte, not only after it
            "payload/eof");

    private Path directory;

    private FsNode node;
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<Long, Long> handles = new HashMap<>();

    @BeforeAll
    void serve(@TempDir Path directory) throws IOException {
        this.directory = directory;
        Path work = Files.createDirectory(directory.resolve("work"));
        Files.createDirectory(work.resolve("sub"));
        Files.writeString(work.resolve("sub/inner"), "i");
        Files.writeString(work.resolve("a.txt"), "hello");
        Path fixed = Files.createDirectory(directory.resolve("ro"));
        Files.writeString(fixed.resolve("r.txt"), "r");
        node = FsNode.open(
                List.of(new ExportSpec("work", work, false), new ExportSpec("ro", fixed, true)),
                new Access.OneToken(new Secret(TOKEN)),
                NodeLimits.DEFAULT,
                NodeObserver.NONE);
    }

    @AfterAll
    void stop() {
        node.close();
    }

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        Map<String, List<JsonNode>> scenarios = new LinkedHashMap<>();
        try (var file = getClass().getResourceAsStream("/transcripts/fsnode.jsonl")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(TestClient::parse)
                    .forEach(line -> scenarios
                            .computeIfAbsent(line.path("scenario").textValue(), name -> new ArrayList<>())
                            .add(line));
        }
        return scenarios.entrySet().stream()
                .filter(scenario -> !scenario.getKey().contains(OBSERVED))
                .map(scenario -> DynamicTest.dynamicTest(
                        scenario.getKey(), () -> replay(scenario.getKey(), scenario.getValue())));
    }

    private void replay(String scenario, List<JsonNode> lines) throws IOException {
        prepare(scenario);
        boolean helloIsSubject = scenario.startsWith("hello") || scenario.contains("first");
        try (TestClient client = new TestClient(node)) {
            if (!helloIsSubject) {
                client.ok(client.hello(TOKEN, false, ""));
            }
            String request = "";
            for (JsonNode line : lines) {
                JsonNode frame = line.path("frame");
                if (line.path("dir").textValue().equals(">")) {
                    request = frame.path("type").asText();
                    client.send(
                            frame.isTextual() ? frame.textValue() : fill(frame).toString());
                } else if (frame.has("!")) {
                    assertThat(client.next()).isEqualTo(TestClient.CLOSED);
                } else if (!isEvent(frame)) {
                    compare("", frame, reply(client), line.path("note").textValue());
                }
            }
        }
    }

    /** The reference ran all scenarios on one tree; what was done to it in between is not in the recording. */
    private void prepare(String scenario) throws IOException {
        Path work = directory.resolve("work");
        switch (scenario) {
            case "xattr" -> Requirements.xattrs(work);
            case "create, write, read, close" -> Files.deleteIfExists(work.resolve("new"));
            case "open flags 0" -> Files.writeString(work.resolve("a.txt"), "hello");
            case "rename" -> {
                Files.writeString(work.resolve("x"), "x");
                ids.remove("<id6>");
            }
            case "lock" -> {
                try (TestClient client = new TestClient(node)) {
                    client.ok(client.hello(TOKEN, false, ""));
                    long file = client.lookup(client.root("work"), "a.txt");
                    handles.put(7L, client.open(file, 0));
                    handles.put(8L, client.open(file, 0));
                }
            }
            case "mkdir, rmdir" -> ids.remove("<id8>");
            case "read-only export" -> {
                try (TestClient client = new TestClient(node)) {
                    client.ok(client.hello(TOKEN, false, ""));
                    ids.put("<id10>", client.lookup(client.root("ro"), "r.txt"));
                }
            }
            default -> {}
        }
    }

    private static JsonNode reply(TestClient client) {
        JsonNode frame = TestClient.parse(client.next());
        return isEvent(frame) ? reply(client) : frame;
    }

    private static boolean isEvent(JsonNode frame) {
        return frame.path("type").asText().startsWith("acheron.e_fs_");
    }

    /** Puts our ids, handles and token into a recorded request. */
    private JsonNode fill(JsonNode recorded) {
        ObjectNode request = recorded.deepCopy();
        fillIn(request);
        if (request.path("payload") instanceof ObjectNode payload) {
            fillIn(payload);
        }
        return request;
    }

    private void fillIn(ObjectNode object) {
        for (String member : List.copyOf(names(object))) {
            JsonNode value = object.path(member);
            if (value.asText().equals("<token>")) {
                object.put(member, TOKEN);
            } else if (value.asText().startsWith("<id")) {
                // one that was never seen in a reply stands for an id that is not known, or for one beyond 2^63
                if (value.asText().equals("<id11>")) {
                    object.put(member, new BigInteger("9223372036854775808"));
                } else {
                    object.put(member, ids.getOrDefault(value.asText(), 1L << 48 | 0xABCDEFL));
                }
            } else if (member.equals("h")) {
                object.put(member, handles.getOrDefault(value.longValue(), value.longValue()));
            }
        }
    }

    private static Collection<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void compare(String at, JsonNode expected, JsonNode actual, @Nullable String note) {
        String text = expected.asText();
        if (text.startsWith("<id")) {
            assertThat(ids.computeIfAbsent(text, first -> actual.longValue()))
                    .describedAs("%s %s", at, text)
                    .isEqualTo(actual.longValue());
        } else if (at.endsWith("/h")) {
            handles.put(expected.longValue(), actual.longValue());
        } else if (expected.isObject()) {
            // what the reference has, ours has; more is allowed
            for (String name : names(expected)) {
                assertThat(names(actual)).describedAs("%s of %s", at, actual).contains(name);
                compare(at + "/" + name, expected.path(name), actual.path(name), note);
            }
        } else if (at.endsWith("/ents")) {
            compareEntries(expected, actual, note);
        } else if (expected.isArray()) {
            assertThat(actual).describedAs(at).hasSize(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(at + "/" + i, expected.path(i), actual.path(i), note);
            }
        } else if (note == null && DIFFERENT.stream().noneMatch(at::contains)) {
            assertThat(actual).describedAs("%s", at).isEqualTo(expected);
        } else if (note != null && note.contains("ENOTEMPTY") && at.endsWith("/errno")) {
            assertThat(actual.intValue()).isEqualTo(ENOTEMPTY);
        } else if (note != null && at.endsWith("/eof")) {
            assertThat(actual.booleanValue()).isTrue();
        } else if (note != null && note.contains("O_TRUNC") && at.endsWith("/data_b64")) {
            assertThat(actual.textValue()).isEmpty();
        }
    }

    /** After the dots the order is the file system's. */
    private void compareEntries(JsonNode expected, JsonNode actual, @Nullable String note) {
        assertThat(actual).hasSize(expected.size());
        for (JsonNode entry : expected) {
            for (JsonNode candidate : actual) {
                if (candidate.path("name").equals(entry.path("name"))) {
                    compare("/ents/attr", entry.path("attr"), candidate.path("attr"), note);
                }
            }
        }
    }
}
