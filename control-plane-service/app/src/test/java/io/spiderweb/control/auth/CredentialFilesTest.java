package io.spiderweb.control.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.control.state.Database;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFilesTest {

    record Config(Path dataDir) implements ServiceConfig {
        @Override
        public String bind() {
            return "127.0.0.1";
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public String metricsBind() {
            return "127.0.0.1";
        }

        @Override
        public int metricsPort() {
            return 0;
        }

        @Override
        public LogLevel logLevel() {
            return LogLevel.INFO;
        }

        @Override
        public LogFormat logFormat() {
            return LogFormat.PLAIN;
        }
    }

    @TempDir
    Path directory;

    private DataDirectory data;
    private Path tokens;

    @BeforeEach
    void open() {
        data = new DataDirectory(new Config(directory));
        tokens = directory.resolve("auth_tokens.json");
    }

    @Test
    void theFirstRunMakesFilesThatOnlyTheirOwnerMayRead() throws Exception {
        new RoleTokens(data);
        new ServiceToken(data);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("service_token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfTheReferenceIsUsedAndWhatWeDoNotKnowIsKept() throws Exception {
        Files.writeString(tokens, """
                {"schema":2,"admin_token":"sw-admin_a","user_token":"sw-user_u","theirs":1,
                 "admin_last_target":{"agent_id":"ann","project_id":"proj-1"}}""");
        RoleTokens roles = new RoleTokens(data);
        assertThat(roles.principal(new Secret("sw-admin_a"))).contains(Principal.ADMIN);
        assertThat(roles.principal(new Secret("sw-user_u"))).contains(Principal.USER);
        assertThat(roles.principal(new Secret("x"))).isEmpty();
        assertThat(roles.lastTarget(Role.ADMIN)).contains(new Target("ann", "proj-1"));
        roles.remember(Role.USER, new Target("bob", "proj-2"));
        assertThat(Files.readString(tokens)).contains("theirs", "proj-2", "updated_at_ms");
        assertThat(new RoleTokens(data).lastTarget(Role.USER)).contains(new Target("bob", "proj-2"));
    }

    @Test
    void aDamagedFileStopsTheStartAndStaysAsItIs() throws Exception {
        for (String damaged :
                new String[] {"", "{", "[]", "{\"admin_token\":\"a\"}", "{\"admin_token\":\"\",\"user_token\":\"u\"}"
                }) {
            Files.writeString(tokens, damaged);
            assertThatThrownBy(() -> new RoleTokens(data))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(tokens.toString());
            assertThat(Files.readString(tokens)).isEqualTo(damaged);
        }
    }

    @Test
    void aDatabaseWithoutItsHashKeyStopsTheStart() throws Exception {
        Path key = directory.resolve("control").resolve("hash.key");
        try (SqliteStore store = SqliteStore.open(directory.resolve("control/control.db"), SqliteOptions.DEFAULTS)) {
            Database database = new Database(store);
            String hash = new KeyedHash(data, database).of(new Secret("t"));
            assertThat(new KeyedHash(data, database).of(new Secret("t")))
                    .isEqualTo(hash)
                    .hasSize(64);
            Files.delete(key);
            assertThatThrownBy(() -> new KeyedHash(data, database))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("hash.key");
        }
    }
}
