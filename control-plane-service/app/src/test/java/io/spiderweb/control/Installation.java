package io.spiderweb.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.control.auth.RoleTokens;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;

/** The running control plane as its owner sees it: what lies in the data directory. */
@Singleton
public final class Installation {

    @Inject
    DataDirectory data;

    @Inject
    RoleTokens roles;

    public Secret admin() throws Exception {
        return token("admin_token");
    }

    public Secret user() throws Exception {
        return token("user_token");
    }

    public Secret service() throws IOException {
        return new Secret(Files.readString(data.path().resolve("service_token")).strip());
    }

    /** An admin that acts as the primary agent, whatever was attached before. */
    public TestClient openAdmin() throws Exception {
        TestClient admin = TestClient.open(admin());
        admin.ok(
                "session_attach",
                "{'session_key':'main','agent_id':'mother','project_id':'system'}".replace('\'', '"'));
        return admin;
    }

    public void forgetTargets() {
        roles.remember(Role.ADMIN, null);
        roles.remember(Role.USER, null);
    }

    /** Makes a node and returns what it was told. */
    public JsonNode join(TestClient admin, String extra) throws Exception {
        String invite =
                admin.ok("node_invite_create", "{}").path("invite_token").asText();
        return admin.ok(
                "node_join",
                ("{'invite_token':'" + invite + "','fs_url':'ws://10.0.0.5:18891/v2/fs'" + extra + "}")
                        .replace('\'', '"'));
    }

    private Secret token(String member) throws IOException, InvalidJsonException {
        JsonNode file = Json.parse(Files.readString(data.path().resolve("auth_tokens.json")));
        return new Secret(file.path(member).asText());
    }
}
