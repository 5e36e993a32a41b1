package io.spiderweb.control.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.Caller;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.PrimaryAgent;
import io.spiderweb.control.TestClient;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.MutationGate;
import io.spiderweb.control.connections.Connections;
import io.spiderweb.control.pairing.RequestRate;
import io.spiderweb.control.sessions.Sessions;
import io.spiderweb.control.state.Announcement;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.topology.Subscribers;
import io.spiderweb.transport.Outbox;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class HostileFramesTest {

    private static final List<String> FRAMES = List.of(
            "{'channel':'control','type':'control.project_up','id':'f','payload':{'name':'fuzz','desired_mounts':"
                    + "[{'mount_path':'/a','node_id':'node-1','export_name':'x'}]}}",
            "{'channel':'control','type':'control.session_attach','id':'f','payload':{'session_key':'main','agent_id':"
                    + "'mother','project_id':'system'}}",
            "{'channel':'control','type':'control.node_join','id':'f','payload':{'invite_token':'inv-0','lease_ttl_ms':"
                    + "900000,'fs_url':'ws://h/v2/fs'}}",
            "{'channel':'control','type':'control.workspace_status','id':'f','payload':{'project_id':'proj-1'}}",
            "{'channel':'internal','type':'internal.workspace','id':'f','payload':{'agent_id':'ann'}}",
            "{'channel':'control','type':'control.node_invite_create','id':'f','payload':{'expires_in_ms':1000}}");

    @Inject
    Operations operations;

    @Inject
    Sessions sessions;

    @Inject
    MutationGate gate;

    @Inject
    RequestRate requestRate;

    @Inject
    Subscribers subscribers;

    @Inject
    Database database;

    @Inject
    PrimaryAgent primaryAgent;

    @Inject
    Connections connections;

    @Inject
    Audit audit;

    @Inject
    Installation installation;

    @Test
    void everyFrameIsAnsweredWhateverItIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Conversation conversation = conversation(new Outbox(answering(answers), Outbox.DEFAULT_LIMIT));
        conversation.handle(
                "{\"channel\":\"control\",\"type\":\"control.version\",\"payload\":{\"protocol\":\"unified-v2\"}}");
        answers.clear();
        for (int i = 0; i < 2_000; i++) {
            String frame = mutated(FRAMES.get(random.nextInt(FRAMES.size())).replace('\'', '"'), random);
            conversation.handle(frame);
            assertThat(answers).as("seed %d, frame %s", seed, frame).hasSize(1);
            answers.clear();
        }
    }

    @Test
    void aFrameNestedVeryDeepIsRefusedAndTheConnectionGoesOn() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            admin.send("{\"channel\":\"control\",\"type\":\"control.ping\",\"payload\":" + "[".repeat(20_000)
                    + "]".repeat(20_000) + "}");
            JsonNode refused = admin.await(frame -> frame.has("error"));
            assertThat(refused.path("error").path("code").asText()).isEqualTo("invalid_envelope");
            admin.ok("ping", "{}");
        }
    }

    @Test
    void aFrameOverTheLimitEndsThatConnectionAlone() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient flooder = installation.openAdmin()) {
            flooder.send("\"" + "x".repeat(300_000) + "\"");
            flooder.awaitClosed();
            admin.ok("ping", "{}");
        }
    }

    @Test
    void repliesLeaveInTheOrderOfTheRequests() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            List<String> asked = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String operation = i % 3 == 0 ? "project_list" : "ping";
                admin.send("{\"channel\":\"control\",\"type\":\"control." + operation + "\",\"id\":\"o" + i + "\"}");
                asked.add("o" + i);
            }
            List<String> answered = new ArrayList<>();
            while (answered.size() < asked.size()) {
                answered.add(admin.await(frame -> frame.has("id")).path("id").asText());
            }
            assertThat(answered).isEqualTo(asked);
        }
    }

    @Test
    void aSubscriberThatDoesNotReadIsCutOffAndTheOthersAreTold() throws Exception {
        AtomicReference<Integer> closed = new AtomicReference<>();
        Conversation stuck = conversation(new Outbox(stuck(closed), 10));
        subscribers.add(stuck);
        try (TestClient reader = installation.openAdmin()) {
            reader.ok("debug_subscribe", "{}");
            String project = reader.ok("project_create", "{\"name\":\"slow\"}")
                    .path("project_id")
                    .asText();
            reader.awaitEvent("control.workspace_topology_delta", "control.project_create");
            database.change(edit -> {
                edit.announce(new Announcement("again", project));
                return true;
            });
            reader.awaitEvent("control.workspace_topology_delta", "again");
            Awaitility.await().untilAtomic(closed, org.hamcrest.Matchers.equalTo(Outbox.CLOSE_POLICY));
        } finally {
            subscribers.remove(stuck);
        }
    }

    @Test
    void aCallerIsPrimaryByRoleAndNameTogether() {
        assertThat(primaryAgent.caller(Principal.ADMIN, "mother"))
                .isEqualTo(new Caller(Principal.ADMIN, "mother", true));
        assertThat(primaryAgent.caller(Principal.USER, "mother").isPrimary()).isFalse();
        assertThat(primaryAgent.caller(Principal.ADMIN, "ann").isPrimary()).isFalse();
    }

    private Conversation conversation(Outbox outbox) {
        return new Conversation(
                new Peer(Principal.ADMIN, "127.0.0.1", System.nanoTime()),
                new Outgoing(outbox, Outbox.DEFAULT_LIMIT),
                new Conversation.Services(
                        operations, sessions, gate, requestRate, subscribers, primaryAgent, connections, audit));
    }

    private static Outbox.Sink answering(BlockingQueue<String> answers) {
        return new Outbox.Sink() {
            @Override
            public CompletionStage<Void> send(String frame) {
                answers.add(frame);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public void close(int code, String reason) {
                throw new AssertionError("closed: " + reason);
            }
        };
    }

    private static Outbox.Sink stuck(AtomicReference<Integer> closed) {
        return new Outbox.Sink() {
            @Override
            public CompletionStage<Void> send(String frame) {
                return new CompletableFuture<>();
            }

            @Override
            public void close(int code, String reason) {
                closed.set(code);
            }
        };
    }

    private static String mutated(String frame, Random random) {
        byte[] bytes = frame.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        int end = random.nextInt(5) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }
}
