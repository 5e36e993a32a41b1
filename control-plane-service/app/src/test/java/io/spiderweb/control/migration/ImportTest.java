package io.spiderweb.control.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.control.auth.KeyedHash;
import io.spiderweb.control.auth.RoleTokens;
import io.spiderweb.control.leases.Node;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.pairing.Invites;
import io.spiderweb.control.projects.Binding;
import io.spiderweb.control.projects.Project;
import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.control.sealing.StateKey;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Ledger.Sequence;
import io.spiderweb.control.state.Loading;
import io.spiderweb.control.state.Total;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The stored documents are those that were recorded from the reference. */
class ImportTest {

    /** A moment after the recording, when its leases and one of its invites were still valid. */
    private static final long THEN = 1_795_374_216_000L;

    private static final Secret SECRET_OF_NODE_2 = new Secret("secret-ae019016360870b9aa028884ae9c64be");

    @TempDir
    Path directory;

    @Test
    void nodesProjectsAndTokensWorkAsBefore() throws Exception {
        ReferenceState state =
                ReferenceState.parse(ReferenceFile.read(database(content("stored-snapshot")), KeyRing.EMPTY));
        ImportedState imported = Conversion.convert(state, null, THEN);
        assertThat(imported.leftOut()).containsExactly("invite-1: it was used already");
        try (Store store = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS)) {
            Loading.into(store, imported.documents(), imported.leases(), false);
            Database database = new Database(store);
            KeyedHash hash = new KeyedHash(DataDirectory.at(directory.resolve("data")), database);
            NodeCatalog nodes = new NodeCatalog(database, hash);

            assertThat(nodes.idOf(SECRET_OF_NODE_2)).contains("node-2");
            Node node = nodes.find("node-2").orElseThrow();
            assertThat(node.secret()).isEqualTo(SECRET_OF_NODE_2);
            assertThat(node.name()).isEqualTo("lab-1");
            assertThat(node.fsUrl()).isEqualTo("ws://10.0.0.5:18891/v2/fs");
            assertThat(node.platform().os()).isEqualTo("linux");
            assertThat(store.leases().get("node-2")).isPresent();

            Project project = database.get(Project.TABLE, "proj-1").orElseThrow();
            assertThat(hash.matches(new Secret("proj-2b4c0961230cf5eff25487150d1cebab"), project.tokenHash()))
                    .isTrue();
            assertThat(project.name()).isEqualTo("Lab");
            assertThat(project.mounts())
                    .extracting(mount -> mount.path().text())
                    .containsExactly("/src", "/data");
            assertThat(database.get(Binding.TABLE, "ann")).contains(new Binding("proj-1"));
            assertThat(new Invites(database, hash).idOf(new Secret("inv-420486e2dbb0cf810adf6e1aa64c3f9a")))
                    .contains("invite-2");

            assertThat(database.total(Total.PROJECTS)).isEqualTo(2);
            assertThat(database.total(Total.MOUNTS)).isEqualTo(6);
            assertThat(database.total(Total.MOUNT_SETS)).isEqualTo(3);
            assertThat(List.of(
                            database.<Long>change(edit -> edit.next(Sequence.NODE)),
                            database.<Long>change(edit -> edit.next(Sequence.PROJECT)),
                            database.<Long>change(edit -> edit.next(Sequence.INVITE)),
                            database.<Long>change(edit -> edit.next(Sequence.PENDING_JOIN))))
                    .containsExactly(3L, 2L, 3L, 2L);
        }
    }

    @Test
    void aSealedStateIsOpenedWithItsKeyAndNoOther() throws Exception {
        Path file = database(content("stored-snapshot-encrypted"));
        KeyRing right = ring((byte) 1);
        assertThat(ReferenceState.parse(ReferenceFile.read(file, right)).nodes())
                .hasSize(2);
        for (KeyRing wrong : List.of(KeyRing.EMPTY, ring((byte) 2))) {
            assertThatThrownBy(() -> ReferenceFile.read(file, wrong))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("SPIDERWEB_CONTROL_STATE_KEY_HEX");
        }
    }

    @Test
    void theCommandTakesItOverOnceAndARunOfItselfTouchesNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("snapshot.json"), content("stored-snapshot"));
        Path tokens = Files.writeString(
                directory.resolve("auth_tokens.json"),
                "{\"schema\":2,\"admin_token\":\"sw-admin_a\",\"user_token\":\"sw-user_u\"}");
        Path data = directory.resolve("data");
        String[] arguments = {
            "--from", file.toString(), "--auth-tokens", tokens.toString(), "--data-dir", data.toString()
        };

        String[] dry = Arrays.copyOf(arguments, arguments.length + 1);
        dry[arguments.length] = "--dry-run";
        assertThat(run(dry)).contains("would be taken over", "nodes            2", "invite-1: it was used already");
        assertThat(data).doesNotExist();

        assertThat(run(arguments)).contains("taken over", "role tokens      both");
        assertThatThrownBy(() -> run(arguments)).hasMessageContaining("--replace");
        assertThat(file).hasContent(content("stored-snapshot"));
        try (Store store = SqliteStore.open(data.resolve("control/control.db"), SqliteOptions.DEFAULTS)) {
            new RoleTokens(DataDirectory.at(data), new Database(store));
        }
        assertThat(data.resolve("auth_tokens.json")).content().contains("sw-admin_a", "sw-user_u");
    }

    @Test
    void whatMayBeMissingIsFilledIn() throws Exception {
        assertThat(Conversion.convert(ReferenceState.parse("{}"), null, THEN).leftOut())
                .isEmpty();
        ReferenceState state = ReferenceState.parse("""
                {"next_node_id":9,
                 "nodes":[{"id":"node-4","secret":"s","joined_at_ms":1,"last_seen_ms":1,"lease_expires_at_ms":9223372036854775807}],
                 "projects":[{"id":"system","created_at_ms":1,"updated_at_ms":1},
                             {"id":"proj-7","created_at_ms":1,"updated_at_ms":1,
                              "mounts":[{"mount_path":"/a/../b","node_id":"node-4","export_name":"x"}]}],
                 "active_project_by_agent":[{"agent_id":"ann","project_id":"proj-9"},{"agent_id":"bob","project_id":""}],
                 "unknown":1}""");
        assertThat(state.nodes().getFirst().fsUrl()).isEmpty();
        assertThat(state.nodes().getFirst().platform().os()).isEqualTo("unknown");
        assertThat(state.projects().getFirst().isDeleteProtected()).isTrue();
        ImportedState imported = Conversion.convert(state, null, THEN);
        assertThat(imported.leftOut())
                .containsExactly(
                        "proj-7: it had no token; project_token_rotate makes one",
                        "proj-7: its mount at /a/../b, which is no path here",
                        "agent ann: the project that it worked in is gone",
                        "agent bob: the project that it worked in is gone");
        try (Store store = SqliteStore.open(directory.resolve("control.db"), SqliteOptions.DEFAULTS)) {
            Loading.into(store, imported.documents(), imported.leases(), false);
            Database database = new Database(store);
            assertThat(database.<Long>change(edit -> edit.next(Sequence.NODE))).isEqualTo(9);
            assertThat(database.<Long>change(edit -> edit.next(Sequence.PROJECT)))
                    .isEqualTo(8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"nodes\":{}}",
                "{\"nodes\":[1]}",
                "{\"nodes\":[{\"id\":\"node-1\"}]}",
                "{\"next\":{\"node_id\":\"3\"}}",
                "{\"metrics\":{\"node_joins_total\":-1}}",
                "{\"invites\":[{\"id\":\"i\",\"token\":\"t\",\"created_at_ms\":1,\"expires_at_ms\":1},"
                        + "{\"id\":\"i\",\"token\":\"u\",\"created_at_ms\":1,\"expires_at_ms\":1}]}",
                "{\"projects\":[{\"id\":\"proj-1\",\"name\":7,\"created_at_ms\":1,\"updated_at_ms\":1}]}"
            })
    void whatIsOfTheWrongKindMakesAllOfItUnreadable(String text) {
        assertThatThrownBy(() -> ReferenceState.parse(text)).isInstanceOf(InvalidJsonException.class);
    }

    private static String run(String... arguments) throws Exception {
        StringWriter out = new StringWriter();
        ImportCommand command = new ImportCommand();
        CommandLine commandLine = new CommandLine(command).setOut(new PrintWriter(out));
        commandLine.parseArgs(arguments);
        command.call();
        return out.toString();
    }

    private Path database(String content) throws Exception {
        Path file = directory.resolve("runtime-memory.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE mem_versions(base_id TEXT, version INTEGER, kind TEXT, content_json TEXT,"
                    + " created_at_ms INTEGER, PRIMARY KEY(base_id,version))");
            statement.execute("INSERT INTO mem_versions VALUES('other', 1, 'memory', '{}', 1)");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO mem_versions VALUES(?, 1, 'control_plane_state_v1', ?, 1)")) {
                insert.setString(1, "spiderweb:control-plane:state");
                insert.setString(2, content);
                insert.executeUpdate();
            }
        }
        return file;
    }

    private static String content(String scenario) throws Exception {
        try (var in = ImportTest.class.getResourceAsStream("/transcripts/control.jsonl")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                JsonNode step = Json.parse(line);
                if (step.path("scenario").asText().equals(scenario)) {
                    return step.path("frame").path("content_json").asText();
                }
            }
        }
        throw new AssertionError("not recorded: " + scenario);
    }

    private static KeyRing ring(byte filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, filling);
        return new KeyRing(Optional.of(StateKey.of(key)), List.of());
    }
}
