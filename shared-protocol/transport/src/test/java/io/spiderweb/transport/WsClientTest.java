package io.spiderweb.transport;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WsClientTest {

    @Test
    void aServerThatAcceptsAndStaysSilentIsNamedAsSuch() throws Exception {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WsClient client = WsClient.create()) {
            var endpoint = new Endpoint(
                    URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/"), null, Duration.ofSeconds(1), Map.of());

            assertThatThrownBy(() -> client.connect(endpoint, Heartbeat.LAX, frame -> {}, reason -> {}))
                    .isInstanceOf(ConnectionLostException.class)
                    .hasMessage(endpoint.uri() + " did not answer within 1 s");
        }
    }
}
