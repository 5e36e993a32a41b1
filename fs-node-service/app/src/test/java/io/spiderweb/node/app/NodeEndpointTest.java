package io.spiderweb.node.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsConnection;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node over a real WebSocket, spoken to by our own client. */
@QuarkusTest
@TestProfile(NodeEndpointTest.OneExport.class)
class NodeEndpointTest {

    private static final Secret TOKEN = new Secret("session-token");
    private static final int MEBIBYTE = 1 << 20;

    /** A node without control plane that wants a token. */
    public static final class OneExport implements QuarkusTestProfile {
        static final Path WORK = temporary();

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("spiderweb.export[0]", "work=" + WORK, "spiderweb.fs-node-auth-token", TOKEN.reveal());
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("node-endpoint");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @TestHTTPResource
    private URI address;

    private WsClient ws;

    @BeforeEach
    void open() {
        ws = WsClient.create();
    }

    @AfterEach
    void close() {
        ws.close();
    }

    @Test
    void filesAreReachedAtItsPathAndAtTheRoot() throws IOException {
        Files.writeString(OneExport.WORK.resolve("hello"), "world");
        for (String path : List.of("/v2/fs", "/")) {
            try (FsConnection connection = connect(path, TOKEN, event -> {})) {
                long root = root(connection);
                long file = connection
                        .call(new FsRequest.Lookup(root, "hello"), FsReply.Attributes.class)
                        .attr()
                        .id();
                long h = connection
                        .call(new FsRequest.Open(file, 0), FsReply.Opened.class)
                        .h();
                assertThat(connection
                                .call(new FsRequest.Read(h, 0, 100), FsReply.Data.class)
                                .data())
                        .asString()
                        .isEqualTo("world");
            }
        }
    }

    @Test
    void wholeMebibytesTravelBothWaysWithManyInFlight() throws Exception {
        try (FsConnection connection = connect("/v2/fs", TOKEN, event -> {})) {
            byte[] data = new byte[MEBIBYTE];
            new Random(1).nextBytes(data);
            long h = connection
                    .call(new FsRequest.Create(root(connection), "big", 0644, 2), FsReply.Created.class)
                    .h();
            List<CompletableFuture<FsReply>> replies = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                replies.add(connection.send(new FsRequest.Write(h, (long) i * MEBIBYTE, data)));
            }
            for (CompletableFuture<FsReply> reply : replies) {
                assertThat(reply.get()).isEqualTo(new FsReply.Written(MEBIBYTE));
            }
            FsReply.Data last = connection.call(new FsRequest.Read(h, 7L * MEBIBYTE, MEBIBYTE), FsReply.Data.class);
            assertThat(last.data()).isEqualTo(data);
            assertThat(last.eof()).isTrue();
        }
    }

    @Test
    void whatALocalProgramChangesReachesASubscriber() throws IOException {
        List<FsEvent> events = new CopyOnWriteArrayList<>();
        try (FsConnection connection = connect("/v2/fs", TOKEN, events::add)) {
            long root = root(connection);

            Files.createFile(OneExport.WORK.resolve("made-locally"));

            await().until(() -> events.stream()
                    .anyMatch(event -> event instanceof FsEvent.InvalDir(long dir, Long gen, Long seq) && dir == root));
        }
    }

    @Test
    void aWrongTokenIsRefused() {
        assertThatThrownBy(() -> connect("/v2/fs", new Secret("wrong"), event -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("auth_token");
        assertThatThrownBy(() -> connect("/v2/fs", null, event -> {})).isInstanceOf(IOException.class);
    }

    @Test
    void aWebPageGetsNoConnection() {
        given().header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                .header("Origin", "http://example.com")
                .get("/v2/fs")
                .then()
                .statusCode(403);
    }

    @Test
    void otherPathsAreNotFound() {
        get("/v2/other").then().statusCode(404);
        get("/").then().statusCode(404);
        assertThatThrownBy(() -> connect("/v2/other", TOKEN, event -> {})).hasMessageContaining("404");
    }

    @Test
    void aNodeWithoutControlPlaneIsReadyAtOnce() {
        get("/readyz").then().statusCode(200).body(is("ready\n"));
        get("/livez").then().statusCode(200).body(is("ok\n"));
    }

    private FsConnection connect(String path, @Nullable Secret token, Consumer<FsEvent> events) throws IOException {
        Endpoint endpoint = Endpoint.of("ws://127.0.0.1:" + address.getPort() + path, null);
        FsRequest.Hello hello = new FsRequest.Hello("unified-v2-fs", 2, token, true, List.of(), null, null);
        return FsConnection.open(ws, endpoint, hello, events, reason -> {});
    }

    private static long root(FsConnection connection) throws IOException {
        return connection
                .call(new FsRequest.Exports(), FsReply.Exports.class)
                .exports()
                .getFirst()
                .root();
    }
}
