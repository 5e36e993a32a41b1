package io.spiderweb.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.Caller;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class SubscribersTest {

    private static final int MIB = 1 << 20;

    @Inject
    Database database;

    @Inject
    Subscribers subscribers;

    @Inject
    Installation installation;

    @Test
    void whatIsTheSameForManyIsMadeOnce() {
        Subscribers many = new Subscribers(database);
        List<Recorder> mothers = IntStream.range(0, 200)
                .mapToObj(i -> new Recorder(new Caller(Principal.ADMIN, "mother", true), true))
                .toList();
        Recorder other = new Recorder(new Caller(Principal.USER, "ann", false), true);
        mothers.forEach(many::add);
        many.add(other);
        List<Caller> asked = new ArrayList<>();
        many.broadcast(caller -> {
            asked.add(caller);
            return List.of(event(caller.agentId()));
        });
        assertThat(asked).containsExactlyInAnyOrder(mothers.getFirst().caller(), other.caller());
        assertThat(mothers)
                .allSatisfy(each ->
                        assertThat(each.frames).hasSize(1).first().asString().contains("mother"));
        assertThat(other.frames).hasSize(1).first().asString().contains("ann");
    }

    @Test
    void whoDoesNotKeepUpIsDroppedAndTheOthersAreTold() {
        Subscribers some = new Subscribers(database);
        Recorder slow = new Recorder(new Caller(Principal.ADMIN, "mother", true), false);
        Recorder reading = new Recorder(new Caller(Principal.ADMIN, "mother", true), true);
        some.add(slow);
        some.add(reading);
        some.broadcast(caller -> List.of(event("1"), event("2")));
        some.broadcast(caller -> List.of(event("3")));
        assertThat(slow.frames).hasSize(1);
        assertThat(reading.frames).hasSize(3);
        assertThat(some.dropped()).isEqualTo(1);
        assertThat(some.count()).isEqualTo(1);
    }

    @Test
    @DisplayName("control 11 row 22: a socket that is never read costs a bounded amount, and nobody waits for it")
    void aSocketThatIsNeverReadCostsABoundedAmountAndNobodyWaitsForIt() throws Exception {
        long droppedBefore = subscribers.dropped();
        int before = subscribers.count();
        try (TestClient reader = installation.openAdmin()) {
            WebSocket stuck = subscribeAndNeverRead();
            reader.ok("debug_subscribe", "{}");
            Awaitility.await().until(() -> subscribers.count() == before + 2);
            long most = 0;
            int sent = 0;
            while (subscribers.dropped() == droppedBefore) {
                assertThat(++sent)
                        .as("MiB that somebody was sent who reads nothing")
                        .isLessThan(64);
                String number = "n" + sent;
                subscribers.broadcast(caller -> List.of(event(number + "x".repeat(MIB))));
                most = Math.max(most, subscribers.waiting());
                JsonNode arrived =
                        reader.await(frame -> frame.path("request").asText().startsWith(number + "x"));
                assertThat(arrived.path("category").asText()).isEqualTo("test");
            }
            assertThat(most).isLessThan(24 * MIB);
            stuck.abort();
        }
    }

    private WebSocket subscribeAndNeverRead() throws Exception {
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + installation.admin().reveal())
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/"), new WebSocket.Listener() {
                    @Override
                    public void onOpen(WebSocket opened) {
                        // the default implementation would ask for the first message
                    }
                })
                .join();
        for (String frame : List.of(
                "{\"channel\":\"control\",\"type\":\"control.version\",\"payload\":{\"protocol\":\"unified-v2\"}}",
                "{\"channel\":\"control\",\"type\":\"control.debug_subscribe\"}")) {
            socket.sendText(frame, true).join();
        }
        return socket;
    }

    private static ControlFrame.Event event(String request) {
        return new ControlFrame.Event(request, "test", Json.object(), 0);
    }

    private static final class Recorder implements Subscriber {
        private final Caller caller;
        private final boolean keepsUp;
        private final List<String> frames = new ArrayList<>();

        Recorder(Caller caller, boolean keepsUp) {
            this.caller = caller;
            this.keepsUp = keepsUp;
        }

        @Override
        public Caller caller() {
            return caller;
        }

        @Override
        public boolean push(String frame) {
            frames.add(frame);
            return keepsUp;
        }

        @Override
        public long waiting() {
            return 0;
        }
    }
}
