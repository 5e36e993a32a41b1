package io.spiderweb.control.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds our answers against frames that were recorded from the reference. */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class TranscriptTest {

    private static final Set<String> OF_USERS = Set.of("gated-user", "remembered-target");
    private static final Set<String> BARE = Set.of("handshake", "version-missing", "version-other", "no-version");

    @Inject
    Installation installation;

    private final Names names = new Names();
    private final Replay replay = new Replay(names);

    @Test
    void weAnswerAsRecordedOrAsTheListedDifferencesSay() throws Exception {
        installation.forgetTargets();
        for (Map.Entry<String, List<JsonNode>> scenario : Replay.scenarios().entrySet()) {
            if (!Differences.LEFT_OUT.containsKey(scenario.getKey())) {
                prepare(scenario.getKey());
                try (TestClient client = connect(scenario.getKey())) {
                    replay.replay(scenario.getKey(), scenario.getValue(), client);
                }
            }
        }
    }

    private TestClient connect(String scenario) throws Exception {
        if (BARE.contains(scenario)) {
            return TestClient.connect(installation.admin());
        }
        return OF_USERS.contains(scenario) ? TestClient.open(installation.user()) : installation.openAdmin();
    }

    /** Does what the recording did unseen, or with operations that are served later. */
    private void prepare(String scenario) throws Exception {
        switch (scenario) {
            case "gated-user" -> project("proj-1", "Users");
            case "workspace-errors" -> project("proj-3", "Other");
            case "auth" -> installation.forgetTargets();
            case "lease-expiry" -> {
                project("proj-7", "Lease");
                invite();
            }
            default -> {}
        }
    }

    private void project(String recordedId, String name) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode project = admin.ok("project_create", "{\"name\":\"" + name + "\"}");
            names.learn(recordedId, project.path("project_id").asText());
            names.learn("token of " + recordedId, project.path("project_token").asText());
        }
    }

    private void node(String recordedId, String name, String url) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = admin.ok(
                    "node_join",
                    "{\"invite_token\":\"" + invite() + "\",\"node_name\":\"" + name + "\",\"fs_url\":\"" + url
                            + "\"}");
            names.learn(recordedId, node.path("node_id").asText());
            names.learn("secret of " + recordedId, node.path("node_secret").asText());
        }
    }

    private String invite() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String token =
                    admin.ok("node_invite_create", "{}").path("invite_token").asText();
            names.learn("invite", token);
            return token;
        }
    }
}
