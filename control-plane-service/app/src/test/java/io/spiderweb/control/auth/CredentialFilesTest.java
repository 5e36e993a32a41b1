package io.spiderweb.control.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.control.Refused;
import io.spiderweb.control.state.Database;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialFilesTest {

    @TempDir
    Path directory;

    private DataDirectory data;
    private Path tokens;
    private SqliteStore store;
    private Database database;

    @BeforeEach
    void open() {
        data = directory("a");
        tokens = data.path().resolve("auth_tokens.json");
        store = SqliteStore.open(directory.resolve("shared.db"), SqliteOptions.DEFAULTS);
        database = new Database(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theFirstRunMakesFilesThatOnlyTheirOwnerMayRead() throws Exception {
        new RoleTokens(data, database);
        new ServiceToken(data, database);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokens)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(data.path().resolve("service_token"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileOfTheReferenceIsUsedAndWhatWeDoNotKnowIsKept() throws Exception {
        Files.writeString(tokens, """
                {"schema":2,"admin_token":"sw-admin_a","user_token":"sw-user_u","theirs":1,
                 "admin_last_target":{"agent_id":"ann","project_id":"proj-1"}}""");
        RoleTokens roles = new RoleTokens(data, database);
        assertThat(roles.principal(new Secret("sw-admin_a"))).contains(Principal.ADMIN);
        assertThat(roles.principal(new Secret("sw-user_u"))).contains(Principal.USER);
        assertThat(roles.principal(new Secret("x"))).isEmpty();
        assertThat(roles.lastTarget(Role.ADMIN)).contains(new Target("ann", "proj-1"));
        roles.remember(Role.USER, new Target("bob", "proj-2"));
        assertThat(Files.readString(tokens)).contains("theirs", "proj-2", "updated_at_ms");
        assertThat(new RoleTokens(data, database).lastTarget(Role.USER)).contains(new Target("bob", "proj-2"));
    }

    @DisplayName("control 11 row 30: a token file that is damaged refuses the start, and stays as it is")
    @Test
    void aDamagedFileStopsTheStartAndStaysAsItIs() throws Exception {
        for (String damaged :
                new String[] {"", "{", "[]", "{\"admin_token\":\"a\"}", "{\"admin_token\":\"\",\"user_token\":\"u\"}"
                }) {
            Files.writeString(tokens, damaged);
            assertThatThrownBy(() -> new RoleTokens(data, database))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining(tokens.toString());
            assertThat(Files.readString(tokens)).isEqualTo(damaged);
        }
    }

    @Test
    void everyReplicaOfAStateHasTheSameCredentials() throws Exception {
        DataDirectory other = directory("b");
        new RoleTokens(data, database);
        new ServiceToken(data, database);
        new RoleTokens(other, database);
        new ServiceToken(other, database);
        assertThat(other.path().resolve("auth_tokens.json")).hasSameTextualContentAs(tokens);
        assertThat(other.path().resolve("service_token"))
                .hasSameTextualContentAs(data.path().resolve("service_token"));
        String hash = new KeyedHash(data, database).of(new Secret("t"));
        assertThat(new KeyedHash(other, database).of(new Secret("t")))
                .isEqualTo(hash)
                .hasSize(64);
    }

    @Test
    void aReplacedTokenReachesTheFileOfAReplicaThatWasAway() throws Exception {
        DataDirectory other = directory("b");
        RoleTokens here = new RoleTokens(data, database);
        new RoleTokens(other, database);
        Secret fresh = here.rotate(Role.ADMIN).token();
        RoleTokens there = new RoleTokens(other, database);
        assertThat(there.principal(fresh)).contains(Principal.ADMIN);
        assertThat(other.path().resolve("auth_tokens.json")).content().contains(fresh.reveal());
    }

    @Test
    void aFileThatWasEditedIsRightAndStaysRightOnAllReplicas() throws Exception {
        DataDirectory other = directory("b");
        new RoleTokens(data, database);
        new RoleTokens(other, database);
        Files.writeString(
                tokens,
                Files.readString(tokens).replaceFirst("\"admin_token\" : \"[^\"]*\"", "\"admin_token\" : \"mine\""));
        assertThat(new RoleTokens(data, database).principal(new Secret("mine"))).contains(Principal.ADMIN);
        assertThat(new RoleTokens(other, database).principal(new Secret("mine")))
                .contains(Principal.ADMIN);
        assertThat(other.path().resolve("auth_tokens.json")).content().contains("\"mine\"");
    }

    @DisplayName(
            "control 11 row 38: a token is replaced in the file of its own server, whatever else lies or runs beside it")
    @Test
    void theFilesOfAnotherStateAreNotTouched() throws Exception {
        DataDirectory other = directory("b");
        RoleTokens here = new RoleTokens(data, database);
        try (SqliteStore another = SqliteStore.open(directory.resolve("another.db"), SqliteOptions.DEFAULTS)) {
            new RoleTokens(other, new Database(another));
        }
        String before = Files.readString(other.path().resolve("auth_tokens.json"));
        Secret fresh = here.rotate(Role.USER).token();
        assertThat(other.path().resolve("auth_tokens.json")).hasContent(before);
        assertThat(tokens).content().contains(fresh.reveal());
    }

    @Test
    void aTokenThatCannotBeStoredIsNotReplaced() {
        RoleTokens roles = new RoleTokens(data, database);
        Secret before = roles.status().adminToken();
        store.close();
        assertThatThrownBy(() -> roles.rotate(Role.ADMIN))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORAGE_ERROR));
        open();
        assertThat(new RoleTokens(data, database).principal(before)).contains(Principal.ADMIN);
        assertThat(tokens).content().contains(before.reveal());
    }

    @Test
    void theServiceTokenOfTheStateIsTheOneThatServicesFind() throws Exception {
        Path file = data.path().resolve("service_token");
        Files.writeString(file, "sw-service_first\n");
        ServiceToken token = new ServiceToken(data, database);
        assertThat(token.matches(new Secret("sw-service_first"))).isTrue();
        for (String other : new String[] {"sw-service_other\n", "\n"}) {
            Files.writeString(file, other);
            new ServiceToken(data, database);
            assertThat(file).hasContent("sw-service_first");
        }
        DataDirectory away = directory("b");
        new ServiceToken(away, database);
        Secret fresh = token.rotate().token();
        assertThat(file).hasContent(fresh.reveal());
        assertThat(token.matches(fresh)).isTrue();
        assertThat(token.matches(new Secret("sw-service_first"))).isFalse();
        new ServiceToken(away, database);
        assertThat(away.path().resolve("service_token")).hasContent(fresh.reveal());
    }

    @Test
    void aHashKeyThatLiesBesideTheDatabaseIsTakenOverIfItIsTheRightOne() throws Exception {
        Path file = data.path().resolve("control").resolve("hash.key");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "right");
        String proof;
        try (SqliteStore another = SqliteStore.open(directory.resolve("another.db"), SqliteOptions.DEFAULTS)) {
            proof = new KeyedHash(data, new Database(another)).of(new Secret("check"));
        }
        database.change(edit -> {
            edit.put(KeyedHash.TABLE, KeyedHash.ID, new KeyedHash.Stored(null, proof));
            return true;
        });
        Files.writeString(file, "wrong");
        assertThatThrownBy(() -> new KeyedHash(data, database))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("hash.key");
        Files.writeString(file, "right");
        String hash = new KeyedHash(data, database).of(new Secret("t"));
        Files.delete(file);
        assertThat(new KeyedHash(data, database).of(new Secret("t"))).isEqualTo(hash);
    }

    private DataDirectory directory(String name) {
        return DataDirectory.at(directory.resolve(name));
    }
}
