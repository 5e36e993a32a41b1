package io.spiderweb.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.session.Sessions;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UpstreamTest {

    private static final WsClient CLIENT = WsClient.create();

    private final FakeControlPlane controlPlane = FakeControlPlane.start();
    private final BlockingQueue<String> pushes = new LinkedBlockingQueue<>();
    private final Upstream upstream = upstream(Duration.ofSeconds(20));

    @AfterEach
    void tearDown() {
        upstream.close();
        controlPlane.close();
    }

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Test
    void aFrameArrivesAsItWasSentAndSoDoesItsReply() throws Exception {
        String frame = "{ \"type\":\"control.ping\", \"extra\":[1.50],\"channel\":\"control\",\"id\":\"p 1\"}";
        assertThat(upstream.forward(request(frame)))
                .isEqualTo(
                        "{\"channel\":\"control\",\"type\":\"control.pong\",\"id\":\"p 1\",\"ok\":true,\"payload\":{}}");
        assertThat(controlPlane.requests.getLast()).isEqualTo(Json.parseObject(frame));
        assertThat(controlPlane.clients()).hasSize(1);
    }

    @Test
    void repliesWithoutAnIdAreMatchedToo() throws Exception {
        assertThat(forward("{'channel':'control','type':'control.ping'}")
                        .path("type")
                        .asText())
                .isEqualTo("control.pong");
    }

    @Test
    void nothingIsOpenedBeforeItIsNeeded() {
        assertThat(controlPlane.clients()).isEmpty();
        assertThat(upstream.sessions().isKnown()).isFalse();
    }

    @Test
    void anOperationInFlightFailsWhenTheConnectionBreaksAndTheNextOneWorks() throws Exception {
        attach("s1", "alice", "p1");
        CountDownLatch arrived = new CountDownLatch(1);
        controlPlane.swallowed.put("control.connect", arrived);
        var failure = new CompletableFuture<Throwable>();
        Thread.ofVirtual().start(() -> {
            try {
                forward("{'channel':'control','type':'control.connect','id':'c1'}");
            } catch (Exception e) {
                failure.complete(e);
            }
        });
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        controlPlane.cut();
        assertThat(failure.get(10, TimeUnit.SECONDS))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("lost");

        controlPlane.swallowed.clear();
        ObjectNode again = forward("{'channel':'control','type':'control.connect','id':'c2'}");
        assertThat(again.path("payload").path("agent_id").asText()).isEqualTo("alice");
        assertThat(again.path("payload").path("session").asText()).isEqualTo("s1");
    }

    @Test
    void aNewConnectionHasAllSessionsWithTheSameOneActive() throws Exception {
        attach("s1", "alice", "p1");
        attach("s2", "bob", "p2");
        forward("{'channel':'control','type':'control.session_resume','id':'r','payload':{'session_key':'s1'}}");
        ObjectNode list = forwardAfterCut("{'channel':'control','type':'control.session_list','id':'l'}");
        assertThat(list.path("payload").path("active_session").asText()).isEqualTo("s1");
        assertThat(list.path("payload").path("sessions")).hasSize(3);
        assertThat(upstream.sessions().find("s2")).contains(new Binding("s2", "bob", "p2"));
    }

    @Test
    void aSessionThatCannotBeRestoredIsReportedOnceAndForgotten() throws Exception {
        attach("s1", "alice", "p1");
        controlPlane.goneProject = "p1";
        assertThatThrownBy(() -> forwardAfterCut("{'channel':'control','type':'control.ping','id':'p'}"))
                .hasMessageContaining("s1")
                .hasMessageContaining("attach it again");
        forward("{'channel':'control','type':'control.ping','id':'p'}");
        assertThat(upstream.sessions().find(null)).contains(new Binding("main", "mother", "system"));
    }

    @Test
    void aSubscriberGetsPushesAgainAfterAnOutage() throws Exception {
        forward("{'channel':'control','type':'control.debug_subscribe','id':'d1'}");
        controlPlane.push("control.reconcile", Json.object().put("n", 1));
        assertThat(pushes.poll(10, TimeUnit.SECONDS)).contains("\"n\":1");
        controlPlane.pause();
        await().until(() -> controlPlane.clients().isEmpty());
        controlPlane.resume();
        await().untilAsserted(() -> {
            controlPlane.push("control.reconcile", Json.object().put("n", 2));
            assertThat(pushes).anyMatch(push -> push.contains("\"n\":2"));
        });
        // what it missed meanwhile it has to ask for
        assertThat(pushes)
                .filteredOn(push -> push.contains("gateway.reconnected"))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("\"category\":\"control.workspace_topology\"", "workspace_topology_changed");
        assertThat(pushes).noneMatch(push -> push.contains("control.subscription"));
    }

    @Test
    void anOperationThatIsNotAnsweredInTimeFailsAndItsLateReplyHarmsNobody() throws Exception {
        Upstream impatient = upstream(Duration.ofMillis(200));
        controlPlane.swallowed.put("control.connect", new CountDownLatch(1));
        assertThatThrownBy(() -> impatient.forward(request("{'channel':'control','type':'control.connect','id':'c'}")))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("did not answer");
        String pong = impatient.forward(request("{'channel':'control','type':'control.ping','id':'p'}"));
        assertThat(pong).contains("control.pong");
        impatient.close();
    }

    @Test
    void aControlPlaneThatIsAwayIsNamed() throws Exception {
        String url = controlPlane.url();
        controlPlane.close();
        assertThatThrownBy(() -> forward("{'channel':'control','type':'control.ping','id':'p'}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(url);
    }

    @Test
    void theGateOfAUserIsKnownUntilItHasAttached() throws Exception {
        controlPlane.gated = true;
        Upstream user = new Upstream(
                CLIENT,
                () -> Endpoint.of(controlPlane.url(), new Secret(FakeControlPlane.USER)),
                pushes::add,
                Duration.ofSeconds(20));
        assertThat(user.awaitSessions().gate())
                .isEqualTo(new Sessions.Gate(ErrorCode.PROVISIONING_REQUIRED, "ask an admin to provision a project"));
        user.forward(request("{'channel':'control','type':'control.session_attach','id':'a','payload':"
                + "{'session_key':'k','agent_id':'ua','project_id':'p1','project_token':'t'}}"));
        assertThat(user.awaitSessions().gate()).isNull();
        assertThat(user.awaitSessions().find(null)).contains(new Binding("k", "ua", "p1"));
        user.close();
    }

    @Test
    void aNodeHasNoSessionsAndCanCallItsOperations() throws Exception {
        Upstream node = new Upstream(
                CLIENT,
                () -> Endpoint.of(controlPlane.url(), new Secret(FakeControlPlane.NODE)),
                pushes::add,
                Duration.ofSeconds(20));
        assertThat(node.forward(request("{'channel':'control','type':'control.ping','id':'p'}")))
                .contains("pong");
        assertThat(node.sessions().find(null)).isEmpty();
        node.close();
    }

    private void attach(String key, String agent, String project) throws Exception {
        forward(
                "{'channel':'control','type':'control.session_attach','id':'a','payload':{'session_key':'%s','agent_id':'%s','project_id':'%s','project_token':'t'}}"
                        .formatted(key, agent, project));
    }

    /** Until the loss of the connection is noticed, an operation may still be sent into it, and fail with it. */
    private ObjectNode forwardAfterCut(String frame) {
        controlPlane.cut();
        return await().ignoreExceptionsMatching(
                        e -> String.valueOf(e.getMessage()).contains("lost: "))
                .until(() -> forward(frame), reply -> true);
    }

    private ObjectNode forward(String frame) throws Exception {
        return Json.parseObject(upstream.forward(request(frame)));
    }

    private Upstream upstream(Duration timeout) {
        return new Upstream(
                CLIENT,
                () -> Endpoint.of(controlPlane.url(), new Secret(FakeControlPlane.ADMIN)),
                pushes::add,
                timeout);
    }

    private static ControlFrame.Request request(String frame) {
        Decoded<ControlFrame.Request, ControlError> decoded = ControlCodec.decodeRequest(frame.replace('\'', '"'));
        return decoded.fold(request -> request, error -> {
            throw new AssertionError(List.of(frame, error).toString());
        });
    }
}
