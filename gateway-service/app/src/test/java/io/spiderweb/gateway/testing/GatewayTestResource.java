package io.spiderweb.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A data directory with a service credential, a directory for files, and a port for the control plane. */
public final class GatewayTestResource implements QuarkusTestResourceLifecycleManager {

    public static final String FILES = "test.files";

    @Override
    public Map<String, String> start() {
        try {
            Path data = Files.createTempDirectory("gateway-test");
            Files.writeString(data.resolve("service_token"), FakeControlPlane.SERVICE + "\n");
            return Map.of(
                    "spiderweb.data-dir",
                    data.toString(),
                    "spiderweb.control-url",
                    "ws://127.0.0.1:" + freePort() + "/",
                    FILES,
                    data.resolve("files").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
