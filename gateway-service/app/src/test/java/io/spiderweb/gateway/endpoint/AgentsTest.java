package io.spiderweb.gateway.endpoint;

import static io.spiderweb.gateway.testing.ScriptedProvider.saying;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.TestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client is told of agents and of its conversations ({@code spec later-clients}). */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class AgentsTest extends GatewayTestBase {

    @Test
    void anAdminKnowsThePrimaryAgentAndThoseThatItHasMet() throws Exception {
        TestClient client = admin();
        client.ask(attach("s1", "newcomer", "p1"));
        JsonNode agents = ok(client, "agent_list", "").path("agents");
        assertThat(agents.findValuesAsText("id")).contains("mother", "newcomer");
        JsonNode mother =
                ok(client, "agent_get", ",'payload':{'agent_id':'mother'}").path("agent");
        assertThat(mother.path("is_default").asBoolean()).isTrue();
        assertThat(mother.path("capabilities").path(0).asText()).isEqualTo("chat");
        assertThat(mother.has("identity_loaded") && mother.has("needs_hatching") && mother.has("description"))
                .isTrue();

        assertThat(refused(client, "agent_get", ",'payload':{'agent_id':'stranger'}"))
                .isEqualTo("agent_not_found");
        assertThat(refused(client, "agent_get", "")).isEqualTo("missing_field");
        assertThat(refused(client, "agent_get", ",'payload':{'agent_id':'a b'}"))
                .isEqualTo("invalid_payload");
    }

    @Test
    void conversationsAreToldToTheirOwnCallerNewestFirst() throws Exception {
        TestClient client = admin();
        say(client, "older", "historian");
        say(client, "newer", "historian");

        TestClient again = admin();
        String ofHistorian = ",'payload':{'agent_id':'historian'}";
        JsonNode sessions = ok(again, "session_history", ofHistorian).path("sessions");
        assertThat(sessions.findValuesAsText("session_key")).containsExactly("newer", "older");
        JsonNode newest = sessions.path(0);
        assertThat(newest.path("project_id").asText()).isEqualTo("p1");
        assertThat(newest.path("message_count").asInt()).isEqualTo(2);
        assertThat(newest.path("last_active_ms").asLong()).isPositive();
        assertThat(newest.path("summary").isNull()).isTrue();
        assertThat(ok(again, "session_restore", ofHistorian).path("session")).isEqualTo(newest);
        assertThat(ok(again, "session_history", ",'payload':{'agent_id':'historian','limit':1}")
                        .path("sessions"))
                .hasSize(1);
        assertThat(refused(again, "session_history", ",'payload':{'limit':-1}")).isEqualTo("invalid_payload");

        TestClient user = connect("/", FakeControlPlane.USER).negotiate();
        ObjectNode nothing =
                user.ask("{'channel':'control','type':'control.session_restore','id':'x'" + ofHistorian + "}");
        assertThat(nothing.path("payload").toString()).isEqualTo("{\"found\":false}");
        assertThat(ok(user, "agent_list", "").path("agents")).isEmpty();
    }

    @Test
    void whoHasToAttachFirstIsToldSo() throws Exception {
        controlPlane.gated = true;
        TestClient user = connect("/", FakeControlPlane.USER).negotiate();
        assertThat(refused(user, "agent_list", "")).isEqualTo("provisioning_required");
    }

    private void say(TestClient client, String key, String agent) throws Exception {
        provider.next(saying("indeed"));
        client.ask(attach(key, agent, "p1"));
        client.send("{\"type\":\"session.send\",\"id\":\"t\",\"content\":\"hello\"}")
                .untilTurnEnds();
    }

    private static JsonNode ok(TestClient client, String operation, String payload) throws Exception {
        ObjectNode answer = client.ask(request(operation, payload));
        assertThat(answer.path("type").asText()).as("%s", answer).isEqualTo("control." + operation);
        assertThat(answer.path("ok").asBoolean()).as("%s", answer).isTrue();
        return answer.path("payload");
    }

    private static String refused(TestClient client, String operation, String payload) throws Exception {
        ObjectNode answer = client.ask(request(operation, payload));
        assertThat(answer.path("ok").asBoolean(true)).as("%s", answer).isFalse();
        return answer.path("error").path("code").asText();
    }

    private static String request(String operation, String payload) {
        return "{'channel':'control','type':'control." + operation + "','id':'q'" + payload + "}";
    }
}
