package io.spiderweb.node.app.pairing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    @TempDir
    private Path directory;

    @Test
    void aNodeThatNeverJoinedHasNoIdentity() throws Exception {
        try (StateFile file = StateFile.open(directory.resolve("deep/state.json"))) {
            assertThat(file.load().isPaired()).isFalse();
        }
    }

    @Test
    void theIdentityIsKeptForItsOwnerAlone() throws Exception {
        Path path = directory.resolve("node/state.json");
        NodeState state = new NodeState(
                1, "node-4", new Secret("s"), new Secret("l"), 42, null, null, "edge-1", "ws://h:1/v2/fs");
        try (StateFile file = StateFile.open(path)) {
            file.save(state);
            assertThat(file.load()).isEqualTo(state);
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertThat(Files.readString(path)).contains("\"request_id\":null").hasLineCount(1);
    }

    @Test
    void theReferencesFileIsUnderstood() throws Exception {
        Path path = Files.writeString(directory.resolve("state.json"), """
                {"schema":1,"node_id":"node-4","node_secret":"secret-x","lease_token":"lease-y",\
                "lease_expires_at_ms":1750000000000,"request_id":null,"node_name":"edge-1","fs_url":"ws://h:1/v2/fs"}""");
        try (StateFile file = StateFile.open(path)) {
            assertThat(file.load().identity()).isEqualTo(new NodeState.Identity("node-4", new Secret("secret-x")));
        }
    }

    @Test
    void whatCannotBeReadIsRefusedAndLeftAsItIs() throws Exception {
        Path path = directory.resolve("state.json");
        for (String content : new String[] {"{\"node_id\":", "[]", "", "{\"node_id\":{}}"}) {
            Files.writeString(path, content);
            try (StateFile file = StateFile.open(path)) {
                assertThatThrownBy(file::load)
                        .describedAs(content)
                        .isInstanceOf(StartupException.class)
                        .hasMessageContaining(path.toString());
            }
            assertThat(path).hasContent(content);
        }
    }

    @Test
    void twoNodesCannotHaveOneIdentity() throws Exception {
        Path path = directory.resolve("state.json");
        try (StateFile first = StateFile.open(path)) {
            assertThatThrownBy(() -> StateFile.open(path))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("another node");
            assertThat(first.load().isPaired()).isFalse();
        }
        StateFile.open(path).close();
    }
}
