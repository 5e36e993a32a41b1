package io.spiderweb.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlError;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A control connection, and keeping it, against a server whose frames the test writes ({@code spec control 2.6}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReconnectorTest {

    private static final Backoff FAST = new Backoff(Duration.ofMillis(5), Duration.ofMillis(20));
    private static final Duration LONG = Duration.ofSeconds(20);

    private final WsClient client = WsClient.create();

    @AfterAll
    void closeClient() {
        client.close();
    }

    @Test
    void aServerThatDiesAndComesBackIsUsedAgain() throws Exception {
        TestServer server = TestServer.start(ReconnectorTest::answer);
        Endpoint endpoint = server.endpoint();
        try (Reconnector<ControlConnection> connection = reconnector(endpoint)) {
            ControlConnection first = connection.await(LONG);
            assertThat(first.call(ControlOperation.NODE_LIST, new NodeRequest.ListAll(), NodeReply.Nodes.class)
                            .nodes())
                    .isEmpty();
            server.close();
            await().until(() -> connection.current() == null);
            try (TestServer again = TestServer.restart(server.port(), ReconnectorTest::answer)) {
                ControlConnection second = connection.await(LONG);
                assertThat(second).isNotSameAs(first);
                assertThat(second.call(ControlOperation.NODE_LIST, new NodeRequest.ListAll(), NodeReply.Nodes.class)
                                .nodes())
                        .isEmpty();
                assertThat(again.sockets).hasSize(1);
            }
        }
    }

    @Test
    void whoWaitsInVainLearnsWhy() {
        try (Reconnector<ControlConnection> connection = reconnector(Endpoint.of("ws://127.0.0.1:1/", null))) {
            await().until(() -> !connection.lastFailure().equals("not connected yet"));
            assertThatThrownBy(() -> connection.await(Duration.ofMillis(1)))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining("ws://127.0.0.1:1/");
        }
    }

    @Test
    void anAttemptThatGoesWrongInAnyWayIsFollowedByAnother() throws IOException {
        AtomicInteger attempts = new AtomicInteger();
        Reconnector.Opener<AutoCloseable> opener = lost -> {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalArgumentException("not a WebSocket address");
            }
            return () -> {};
        };
        try (Reconnector<AutoCloseable> connection = Reconnector.start("a node", opener, FAST)) {
            assertThat(connection.await(LONG)).isNotNull();
            assertThat(attempts).hasValue(2);
        }
    }

    @Test
    void aRefusalHasTheServersCode() throws IOException {
        try (TestServer server = TestServer.start(ReconnectorTest::answer);
                ControlConnection connection =
                        ControlConnection.open(client, server.endpoint(), event -> {}, reason -> {})) {
            assertThatThrownBy(() -> connection.call(
                            ControlOperation.NODE_GET, new NodeRequest.Get("none"), NodeReply.OneNode.class))
                    .isInstanceOfSatisfying(
                            ControlException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NODE_NOT_FOUND));
        }
    }

    @Test
    void delaysGrowAreCappedAndDiffer() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
        for (int failures = 1; failures < 100; failures++) {
            Duration full = Duration.ofMillis(Math.min(100L << Math.min(failures - 1, 10), 5000));
            assertThat(backoff.delay(failures)).isBetween(full.dividedBy(2), full);
        }
        assertThat(java.util.stream.Stream.generate(() -> backoff.delay(10))
                        .limit(50)
                        .distinct())
                .hasSizeGreaterThan(1);
    }

    private Reconnector<ControlConnection> reconnector(Endpoint endpoint) {
        return Reconnector.start(
                endpoint.uri().toString(), lost -> ControlConnection.open(client, endpoint, event -> {}, lost), FAST);
    }

    private static void answer(ServerWebSocket socket, String text) {
        ControlFrame.Request request = ControlCodec.decodeRequest(text).fold(r -> r, e -> {
            throw new AssertionError(e);
        });
        socket.writeTextMessage(
                switch (request.operation()) {
                    case VERSION -> ok(request, ConnectionReply.VersionAck.ours());
                    case CONNECT ->
                        ok(request, new ConnectionReply.ConnectAck("mother", "main", "unified-v2", "admin"));
                    case NODE_LIST -> ok(request, new NodeReply.Nodes(List.of()));
                    default ->
                        ControlCodec.encode(ControlError.plain(request.id(), ErrorCode.NODE_NOT_FOUND, "NodeNotFound"));
                });
    }

    private static String ok(ControlFrame.Request request, ControlReply reply) {
        return ControlCodec.encode(request.id(), request.operation(), reply);
    }
}
