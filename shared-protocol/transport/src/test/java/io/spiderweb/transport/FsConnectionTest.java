package io.spiderweb.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spiderweb.transport.fs.FsConnection;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsFailure;
import io.spiderweb.wire.fs.FsFrame;
import io.spiderweb.wire.fs.FsOperation;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Against a node whose frames the test writes ({@code spec fs-node 2, 14}). */
class FsConnectionTest {

    private static final WsClient CLIENT = WsClient.create();
    private static final FsRequest.Hello HELLO =
            new FsRequest.Hello("unified-v2-fs", 2, null, true, List.of("events-1"), null, null);
    private static final String HELLO_REPLY = FsCodec.encode(
            1,
            FsOperation.HELLO,
            new FsReply.Hello(
                    "unified-v2-fs",
                    2,
                    new FsReply.NodeInfo("test", "linux", "1"),
                    new FsReply.NodeCaps(true, false, false, false, true, 1 << 20, 1 << 20),
                    List.of("events-1"),
                    7L,
                    0L,
                    false,
                    null,
                    64,
                    1 << 20));

    private final List<FsEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> closes = new CopyOnWriteArrayList<>();

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Test
    void manyRequestsAreInFlightAndEachGetsItsOwnReply() throws Exception {
        List<FsFrame.Request> waiting = new ArrayList<>();
        try (TestServer node = node((frame, request) -> {
                    waiting.add(request);
                    // the node answers only when all have arrived: a client that waits for each would hang
                    return waiting.size() < 100
                            ? List.of()
                            : waiting.stream()
                                    .map(r -> FsCodec.encode(
                                            r.tag(),
                                            FsOperation.WRITE,
                                            new FsReply.Written(((FsRequest.Read) r.request()).h())))
                                    .map(reply -> reply.replace("r_fs_write", "r_fs_read")
                                            .replace("\"n\":", "\"eof\":true,\"data_b64\":\"\",\"n\":"))
                                    .toList();
                });
                FsConnection connection = open(node)) {
            List<CompletableFuture<FsReply>> replies = new ArrayList<>();
            for (int h = 0; h < 100; h++) {
                replies.add(connection.send(new FsRequest.Read(h, 0, 10)));
            }
            for (CompletableFuture<FsReply> reply : replies) {
                assertThat(reply.get()).isInstanceOf(FsReply.Data.class);
            }
            assertThat(waiting.stream().map(r -> ((FsRequest.Read) r.request()).h()))
                    .as("they leave in the order of the calls")
                    .isSorted();
        }
    }

    @Test
    void anEventThatPrecedesAReplyIsDeliveredBeforeIt() throws Exception {
        FsEvent event = new FsEvent.InvalDir(9, null, 1L);
        try (TestServer node = node((frame, request) -> List.of(
                        FsCodec.encode(event), FsCodec.encode(request.tag(), FsOperation.MKDIR, new FsReply.Done())));
                FsConnection connection = open(node)) {
            CompletableFuture<List<FsEvent>> seen =
                    connection.send(new FsRequest.Mkdir(9, "a", 0755)).thenApply(done -> List.copyOf(events));
            assertThat(seen.get()).containsExactly(event);
        }
    }

    @Test
    void anErrnoReachesTheCaller() throws Exception {
        try (TestServer node = node((frame, request) ->
                        List.of(FsCodec.encode(FsFailure.of(request.tag(), Errno.ENOSPC, "disk full"))));
                FsConnection connection = open(node)) {
            assertThatThrownBy(() -> connection.call(new FsRequest.Mkdir(9, "a", 0755), FsReply.Done.class))
                    .isInstanceOfSatisfying(
                            FsException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSPC));
        }
    }

    @Test
    void aNodeThatRefusesTheHelloSaysWhy() {
        try (TestServer node = TestServer.start((socket, frame) ->
                socket.writeTextMessage(FsCodec.encode(FsFailure.of(1, Errno.EINVAL, "AuthFailed"))))) {
            assertThatThrownBy(() -> open(node)).isInstanceOf(FsException.class).hasMessage("AuthFailed");
        }
    }

    @Test
    void aNodeThatDiesFailsWhatIsInFlight() throws Exception {
        try (TestServer node = node((frame, request) -> null)) {
            FsConnection connection = open(node);
            CompletableFuture<FsReply> reply = connection.send(new FsRequest.Getattr(5));
            assertThatThrownBy(reply::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessageContaining(connection.endpoint().uri().toString());
            await().untilAsserted(() -> assertThat(closes).hasSize(1));
            assertThatThrownBy(() -> connection.call(new FsRequest.Getattr(5), FsReply.Attributes.class))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aFrameThatBreaksTheProtocolEndsTheConnection() throws Exception {
        try (TestServer node = node((frame, request) -> List.of("{\"channel\":\"acheron\""))) {
            FsConnection connection = open(node);
            assertThatThrownBy(() -> connection.call(new FsRequest.Getattr(5), FsReply.Attributes.class))
                    .isInstanceOf(ConnectionLostException.class);
        }
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        Endpoint nobody = Endpoint.of("ws://127.0.0.1:1/v2/fs", null);
        assertThatThrownBy(() -> FsConnection.open(CLIENT, nobody, HELLO, events::add, closes::add))
                .isInstanceOf(ConnectionLostException.class)
                .hasMessageContaining("ws://127.0.0.1:1/v2/fs");
    }

    private FsConnection open(TestServer node) throws IOException {
        return FsConnection.open(CLIENT, node.endpoint(), HELLO, events::add, closes::add);
    }

    /** Answers hello by itself; a null answer drops the connection. */
    @SuppressWarnings("NullAway") // a test's lambda may answer null
    private static TestServer node(BiFunction<String, FsFrame.Request, List<String>> answer) {
        return TestServer.start((socket, frame) -> {
            var request = ((Decoded.Ok<FsFrame.Request, FsFailure>) FsCodec.decodeRequest(frame)).value();
            if (request.request() instanceof FsRequest.Hello) {
                socket.writeTextMessage(HELLO_REPLY);
                return;
            }
            List<String> answers = answer.apply(frame, request);
            if (answers == null) {
                socket.close();
            } else {
                answers.forEach(socket::writeTextMessage);
            }
        });
    }
}
