package io.spiderweb.control.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code spec control 3.6}. */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class ServicesTest {

    private static final String CAMERA = "{'service_id':'cam0','kind':'camera','state':'online','endpoints':['/cam0']}";

    @Inject
    Installation installation;

    @Test
    void aNodeTellsWithItsOwnSecretWhatItIsAndOffers() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            try (TestClient itself = TestClient.open(secret(node))) {
                upsert(itself, node, "'platform':{'os':'linux'},'labels':{'site':'lab'},'services':[" + CAMERA + "]");
                JsonNode told = upsert(itself, node, "'platform':{'arch':'arm64'},'labels':{'room':''}");

                assertThat(told.path("platform"))
                        .isEqualTo(json("{'os':'linux','arch':'arm64','runtime_kind':'unknown'}"));
                assertThat(told.path("labels")).as("labels are replaced").isEqualTo(json("{'room':''}"));
                assertThat(told.path("services").path(0))
                        .as("services that were left out stay, with their defaults")
                        .isEqualTo(
                                json(
                                        "{'service_id':'cam0','kind':'camera','version':'1','state':'online','endpoints':['/cam0'],'capabilities':{}}"));
                assertThat(itself.refused("node_service_get", id(node)))
                        .as("reading is for admins")
                        .isEqualTo("forbidden");
            }
            assertThat(admin.ok("node_service_get", id(node)).path("labels")).isEqualTo(json("{'room':''}"));
            assertThat(admin.ok("node_get", id(node)).path("node").path("service_count"))
                    .isEqualTo(json("1"));
            assertThat(upsert(admin, node, "'services':[]").path("services")).isEmpty();
        }
    }

    @Test
    void aNodeSpeaksForItselfAlone() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            JsonNode other = installation.join(admin, "");
            try (TestClient itself = TestClient.open(secret(node))) {
                assertThat(itself.refused("node_service_upsert", with(other, "")))
                        .isEqualTo("forbidden");
            }
        }
    }

    @Test
    @DisplayName("control 11 row 19: a refused upsert applies no part of itself")
    void aRefusedUpsertAppliesNothing() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            upsert(admin, node, "'labels':{'site':'lab'}");

            String half =
                    "'platform':{'os':'linux'},'labels':{'half':'applied'},'services':[" + CAMERA + "," + CAMERA + "]";
            assertThat(admin.refused("node_service_upsert", with(node, half))).isEqualTo("invalid_payload");

            JsonNode told = admin.ok("node_service_get", id(node));
            assertThat(told.path("labels")).isEqualTo(json("{'site':'lab'}"));
            assertThat(told.path("platform").path("os").asText()).isEqualTo("unknown");
            assertThat(told.path("services")).isEmpty();
        }
    }

    @Test
    void whatANodeMayStoreIsBounded() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            String large =
                    "'services':[" + CAMERA.replace("}", ",'capabilities':{'x':'" + "y".repeat(66_000) + "'}}") + "]";

            JsonNode answer = admin.ask("node_service_upsert", with(node, large));

            assertThat(answer.path("error").path("code").asText()).isEqualTo("invalid_payload");
            assertThat(answer.path("error").path("message").asText()).contains("at most 65536");
        }
    }

    @Test
    void subscribersAreNotToldOfServices() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            JsonNode project = admin.ok("project_create", "{\"name\":\"quiet\"}");
            admin.ok("debug_subscribe", "{}");
            upsert(admin, node, "'platform':{'os':'linux'},'services':[" + CAMERA + "]");
            // not awaited: whoever waits for an answer drops the events before it
            admin.send(json("{'channel':'control','type':'control.project_update','id':'u','payload':{'project_id':'"
                            + project.path("project_id").asText() + "','project_token':'"
                            + project.path("project_token").asText() + "'}}")
                    .toString());

            JsonNode first = admin.await(
                    frame -> frame.path("payload").path("reason").asText().startsWith("control.node_service")
                            || frame.path("payload").path("reason").asText().equals("control.project_update"));
            assertThat(first.path("payload").path("reason").asText()).isEqualTo("control.project_update");
        }
    }

    @Test
    void aRemovedNodeOffersNothing() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            JsonNode node = installation.join(admin, "");
            upsert(admin, node, "'services':[" + CAMERA + "]");
            admin.ok("node_delete", with(node, ""));

            assertThat(admin.refused("node_service_get", id(node))).isEqualTo("node_not_found");
            assertThat(admin.refused("node_service_upsert", with(node, ""))).isEqualTo("node_not_found");
        }
    }

    private static JsonNode upsert(TestClient client, JsonNode node, String members) throws Exception {
        return client.ok("node_service_upsert", with(node, members));
    }

    private static String with(JsonNode node, String members) throws Exception {
        return json("{'node_id':'" + node.path("node_id").asText() + "','node_secret':'"
                        + secret(node).reveal() + "'" + (members.isEmpty() ? "" : ",") + members + "}")
                .toString();
    }

    private static String id(JsonNode node) {
        return "{\"node_id\":\"" + node.path("node_id").asText() + "\"}";
    }

    private static Secret secret(JsonNode node) {
        return new Secret(node.path("node_secret").asText());
    }

    private static JsonNode json(String text) throws Exception {
        return Json.parse(text.replace('\'', '"'));
    }
}
