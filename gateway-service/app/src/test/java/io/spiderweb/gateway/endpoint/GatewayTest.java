package io.spiderweb.gateway.endpoint;

import static io.spiderweb.gateway.testing.ScriptedProvider.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.spiderweb.gateway.provider.ProviderEvent.TextDelta;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.TestClient;
import io.vertx.core.http.UpgradeRejectedException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class GatewayTest extends GatewayTestBase {

    // ---- who gets in

    @Test
    void aTokenThatNobodyKnowsIsRefusedWith401() throws Exception {
        admin();
        assertThat(refusal("/", "sw-admin_wrong").getStatus()).isEqualTo(401);
        assertThat(refusal("/", "").getStatus()).isEqualTo(401);
        assertThat(refusal("/", "").getBody().toString()).contains("Authorization: Bearer");
    }

    @Test
    void whoShowsNoTokenMayAskToBecomeANodeAndNothingElse() throws Exception {
        TestClient machine = connect("/", null).negotiate();
        assertThat(machine.ask("{'channel':'control','type':'control.node_join_request','id':'j'}")
                        .path("payload")
                        .path("request_id")
                        .asText())
                .isEqualTo("pending-join-1");
        assertThat(machine.ask("{'type':'session.send','id':'t','content':'hi'}")
                        .path("message")
                        .asText())
                .contains("may not talk to agents");
        assertThat(machine.ask("{'channel':'control','type':'control.agent_list','id':'a'}")
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("forbidden");
        assertThat(machine.ask("{'channel':'acheron','type':'acheron.t_version','tag':7,'version':'acheron-1'}")
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("forbidden");
    }

    @Test
    void whileTheControlPlaneIsAwayUnknownTokensGet503AndKnownOnesGetIn() throws Exception {
        admin();
        controlPlane.close();
        UpgradeRejectedException refused = refusal("/", "sw-user_never_seen");
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getBody().toString()).contains("try again later").doesNotContain("never_seen");
        assertThat(TestClient.connect(address("/"), FakeControlPlane.ADMIN).isOpen())
                .isTrue();
    }

    @Test
    void otherPathsAreNotFound() {
        RestAssured.get("/v1/x").then().statusCode(404);
        assertThat(RestAssured.get("/v2/fs").then().statusCode(404).extract().asString())
                .contains("file node");
        assertThat(refusal("/new?session=x", FakeControlPlane.ADMIN).getStatus())
                .isEqualTo(404);
    }

    @Test
    void aQueryStringIsIgnored() throws Exception {
        connect("/?session=abc", FakeControlPlane.ADMIN).negotiate();
    }

    @Test
    void theGatewayIsReadyOnceTheControlPlaneHasAnswered() throws Exception {
        admin();
        assertThat(RestAssured.get("/readyz").then().statusCode(200).extract().asString())
                .isEqualTo("ready\n");
    }

    // ---- frames

    @Test
    void aFrameOf256KibIsTakenAndALargerOneClosesTheConnectionWith1009() throws Exception {
        String ping = "{\"type\":\"ping\",\"id\":\"p\",\"x\":\"\"}";
        TestClient client = admin();
        client.send(ping.replace("\"\"", "\"" + "x".repeat(262_144 - ping.length()) + "\""));
        assertThat(client.next().path("type").asText()).isEqualTo("pong");
        assertThat(client.send("x".repeat(262_145)).awaitClose()).isEqualTo(1009);
    }

    @Test
    void aMessageInFragmentsIsUnderstoodAndBoundedTheSame() throws Exception {
        TestClient client = admin();
        client.sendInFragments("{\"type\":", "\"ping\",\"id\":\"p\"}");
        assertThat(client.next().path("type").asText()).isEqualTo("pong");
        client.sendInFragments("x".repeat(200_000), "x".repeat(200_000));
        assertThat(client.awaitClose()).isEqualTo(1009);
    }

    @Test
    void repliesComeBackAsTheControlPlaneSentThemAndInOrder() throws Exception {
        TestClient client = admin();
        client.send("{\"channel\":\"control\",\"type\":\"control.connect\",\"id\":\"1\"}")
                .send("{\"channel\":\"control\",\"type\":\"control.nope\",\"id\":\"2\"}")
                .send("{\"channel\":\"control\",\"type\":\"control.ping\",\"id\":\"3\"}");
        assertThat(List.of(client.next(), client.next(), client.next()))
                .extracting(frame -> frame.path("id").asText())
                .containsExactly("1", "2", "3");
        assertThat(controlPlane.clients()).hasSize(1);
    }

    @Test
    void theControlPlaneIsToldWhereAClientComesFrom() throws Exception {
        controlPlane.introduced.clear();
        admin().ask("{'channel':'control','type':'control.ping','id':'p'}");
        assertThat(controlPlane.introduced).containsExactly("127.0.0.1");
    }

    @Test
    void pushesReachASubscriber() throws Exception {
        TestClient client = admin();
        assertThat(client.ask("{'channel':'control','type':'control.debug_subscribe','id':'d1'}")
                        .path("category")
                        .asText())
                .isEqualTo("control.subscription");
        controlPlane.push(
                "control.workspace_topology",
                io.spiderweb.wire.json.Json.object().put("reason", "x"));
        assertThat(client.next().path("category").asText()).isEqualTo("control.workspace_topology");
    }

    @Test
    void internalOperationsAreNotForClients() throws Exception {
        ObjectNode answer =
                admin().ask("{'channel':'internal','type':'internal.verify_bearer','id':'i','payload':{'token':'x'}}");
        assertThat(answer.path("error").path("code").asText()).isEqualTo("invalid_envelope");
        assertThat(answer.path("id").asText()).isEqualTo("i");
    }

    @Test
    void legacyPingAndConnectAreAnswered() throws Exception {
        TestClient client = connect("/", FakeControlPlane.ADMIN);
        ObjectNode ack = client.ask("{'type':'connect','id':'c1'}");
        assertThat(ack.path("type").asText()).isEqualTo("connect.ack");
        assertThat(ack.path("request").asText()).isEqualTo("c1");
        assertThat(ack.path("timestamp").asLong()).isPositive();
        assertThat(client.ask("{'type':'ping'}").path("type").asText()).isEqualTo("pong");
        assertThat(controlPlane.clients()).isEmpty();
    }

    // ---- outage of the control plane

    @Test
    void anOperationInFlightIsAnsweredWhenTheControlPlaneBreaksAndTheClientStays() throws Exception {
        TestClient client = admin();
        client.ask(attach("s1", "alice", "p1"));
        CountDownLatch arrived = new CountDownLatch(1);
        controlPlane.swallowed.put("control.connect", arrived);
        client.send("{\"channel\":\"control\",\"type\":\"control.connect\",\"id\":\"c1\"}");
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        controlPlane.cut();
        ObjectNode failed = client.next();
        assertThat(failed.path("id").asText()).isEqualTo("c1");
        assertThat(failed.path("error").path("code").asText()).isEqualTo("control_plane_error");
        controlPlane.swallowed.clear();
        ObjectNode again = client.ask("{'channel':'control','type':'control.connect','id':'c2'}");
        assertThat(again.path("payload").path("agent_id").asText()).isEqualTo("alice");
    }

    @Test
    void aTurnAndTheNextOneGoOnDuringAnOutage() throws Exception {
        CountDownLatch away = new CountDownLatch(1);
        provider.next((request, events) -> {
            events.accept(new TextDelta("begun, "));
            away.await();
            saying("ended").play(request, events);
        });
        TestClient client = admin();
        client.ask(attach("s1", "outage", "p1"));
        client.send("{\"type\":\"session.send\",\"id\":\"t1\",\"content\":\"go\"}");
        client.next();
        controlPlane.close();
        away.countDown();
        assertThat(client.untilTurnEnds().getLast().path("content").asText()).isEqualTo("begun, ended");
        provider.next(saying("still here"));
        client.send("{\"type\":\"session.send\",\"id\":\"t2\",\"content\":\"go\"}");
        assertThat(client.untilTurnEnds().getLast().path("content").asText()).isEqualTo("still here");
    }

    // ---- chat

    @Test
    void aPieceIsAtTheClientBeforeTheProviderSendsTheNext() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        provider.next((request, events) -> {
            events.accept(new TextDelta("one "));
            seen.await();
            saying("two").play(request, events);
        });
        TestClient client = admin();
        client.ask(attach("s1", "streamer", "p1"));
        ObjectNode first = client.ask("{'type':'session.send','id':'t1','content':'go','session_key':'s1'}");
        assertThat(first.path("content_delta").asText()).isEqualTo("one ");
        assertThat(first.path("final").asBoolean(true)).isFalse();
        seen.countDown();
        List<ObjectNode> rest = client.untilTurnEnds();
        assertThat(rest).hasSize(2).allSatisfy(frame -> {
            assertThat(frame.path("type").asText()).isEqualTo("session.receive");
            assertThat(frame.path("request").asText()).isEqualTo("t1");
            assertThat(frame.path("session_key").asText()).isEqualTo("s1");
        });
        assertThat(rest.getLast().path("content").asText()).isEqualTo("one two");
    }

    @Test
    void pingsAndOperationsAreAnsweredWhileATurnRuns() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        provider.next((request, events) -> {
            events.accept(new TextDelta("…"));
            go.await();
            saying("done").play(request, events);
        });
        TestClient client = admin();
        client.ask(attach("s1", "worker", "p1"));
        client.ask("{'type':'session.send','id':'t1','content':'go'}");
        assertThat(client.ask("{'type':'ping','id':'p'}").path("type").asText()).isEqualTo("pong");
        assertThat(client.ask("{'channel':'control','type':'control.ping','id':'p'}")
                        .path("type")
                        .asText())
                .isEqualTo("control.pong");
        go.countDown();
        assertThat(client.untilTurnEnds().getLast().path("final").asBoolean()).isTrue();
    }

    @Test
    void aTurnWorksOnTheFilesOfTheWorkspace() throws Exception {
        Files.writeString(files.resolve("note.txt"), "The lamps were lit.\n");
        TestClient client = admin();
        client.ask(attach("s1", "reader", "p1"));
        client.send("{\"type\":\"session.send\",\"id\":\"t1\",\"content\":\"read note.txt\"}");
        List<ObjectNode> turn = client.untilTurnEnds();
        ObjectNode tool = turn.stream()
                .filter(frame -> frame.path("type").asText().equals("tool.event"))
                .findFirst()
                .orElseThrow();
        assertThat(tool.path("payload").path("content").asText()).isEqualTo("The lamps were lit.\n");
        assertThat(tool.path("request").asText()).isEqualTo("t1");
        assertThat(turn.getLast().path("content").asText()).contains("The lamps were lit.");
    }

    @Test
    void aTurnWhoseClientLeftIsRememberedAllTheSame() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        provider.next((request, events) -> {
            events.accept(new TextDelta("…"));
            go.await();
            saying("the answer is 42").play(request, events);
        });
        TestClient client = admin();
        client.ask(attach("s1", "leaver", "p1"));
        client.ask("{'type':'session.send','id':'t1','content':'the question'}");
        client.close();
        client.awaitClose();
        go.countDown();
        await().until(() -> !turns.isBusy("leaver"));

        provider.next(saying("as I said"));
        TestClient again = admin();
        again.ask(attach("s1", "leaver", "p1"));
        again.send("{\"type\":\"session.send\",\"id\":\"t2\",\"content\":\"and?\"}")
                .untilTurnEnds();
        assertThat(provider.requests.getLast().messages().toString()).contains("the answer is 42");
    }

    @Test
    void anAgentThatIsBusyCannotBeMovedToAnotherProject() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        provider.next((request, events) -> {
            events.accept(new TextDelta("…"));
            go.await();
            saying("done").play(request, events);
        });
        TestClient worker = admin();
        worker.ask(attach("s1", "busy1", "p1"));
        worker.ask("{'type':'session.send','id':'t1','content':'go'}");
        TestClient other = admin();
        assertThat(other.ask(attach("k", "busy1", "p2"))
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("session_busy");
        assertThat(other.ask(attach("k", "busy1", "p1")).path("ok").asBoolean()).isTrue();
        assertThat(other.ask(attach("k", "alice", "p1"))
                        .path("error")
                        .path("code")
                        .asText())
                .isEqualTo("session_busy");
        go.countDown();
        worker.untilTurnEnds();
        assertThat(other.ask(attach("k", "alice", "p1")).path("ok").asBoolean()).isTrue();
    }

    @Test
    void aUserCannotUseTheSystemAgentThroughTheMainSession() throws Exception {
        controlPlane.gated = true;
        TestClient user = connect("/", FakeControlPlane.USER).negotiate();
        ObjectNode gated = user.ask("{'type':'session.send','id':'t0','content':'hi'}");
        assertThat(gated.path("code").asText()).isEqualTo("execution_failed");
        assertThat(gated.path("message").asText()).contains("provision");
        user.ask(attach("k", "ua", "p1"));
        ObjectNode refused = user.ask("{'type':'session.send','id':'t1','content':'hi','session_key':'main'}");
        assertThat(refused.path("type").asText()).isEqualTo("error");
        assertThat(refused.path("message").asText()).contains("system agent");
        user.send("{\"type\":\"session.send\",\"id\":\"t2\",\"content\":\"hi\"}");
        assertThat(user.untilTurnEnds().getLast().path("type").asText()).isEqualTo("session.receive");
    }
}
