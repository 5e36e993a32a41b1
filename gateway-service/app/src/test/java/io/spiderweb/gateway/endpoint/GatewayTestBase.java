package io.spiderweb.gateway.endpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quarkus.test.common.http.TestHTTPResource;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.ScriptedProvider;
import io.spiderweb.gateway.testing.TestClient;
import io.spiderweb.gateway.turn.Turns;
import io.vertx.core.http.UpgradeRejectedException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The whole gateway with a scripted control plane beside it and real WebSockets between all. */
abstract class GatewayTestBase {

    @TestHTTPResource("/")
    URI http;

    @ConfigProperty(name = "spiderweb.control-url")
    URI controlUrl;

    @ConfigProperty(name = GatewayTestResource.FILES)
    Path files;

    @Inject
    ScriptedProvider provider;

    @Inject
    Turns turns;

    FakeControlPlane controlPlane;
    private final List<TestClient> clients = new ArrayList<>();

    @BeforeEach
    void startControlPlane() throws IOException {
        controlPlane = FakeControlPlane.start(controlUrl.getPort());
        provider.reset();
        Files.createDirectories(files);
    }

    @AfterEach
    void stopAll() {
        clients.forEach(TestClient::close);
        controlPlane.close();
    }

    URI address(String pathAndQuery) {
        return URI.create("ws://127.0.0.1:" + http.getPort() + pathAndQuery);
    }

    /** Connects, negotiated, as an admin. */
    TestClient admin() throws Exception {
        return connect("/", FakeControlPlane.ADMIN).negotiate();
    }

    /** Connects; while the gateway is still looking for its control plane it says 503, and this waits. */
    TestClient connect(String pathAndQuery, @Nullable String token) {
        TestClient client = Awaitility.await()
                .ignoreExceptionsMatching(
                        e -> e.getCause() instanceof UpgradeRejectedException refused && refused.getStatus() == 503)
                .until(() -> TestClient.connect(address(pathAndQuery), token), connected -> true);
        clients.add(client);
        return client;
    }

    static String attach(String key, String agent, String project) {
        return "{'channel':'control','type':'control.session_attach','id':'a-%s','payload':{'session_key':'%s','agent_id':'%s','project_id':'%s','project_token':'t'}}"
                .formatted(key, key, agent, project);
    }

    /** How an upgrade is refused. */
    UpgradeRejectedException refusal(String path, @Nullable String token) {
        CompletionException failure =
                catchThrowableOfType(CompletionException.class, () -> TestClient.connect(address(path), token));
        return (UpgradeRejectedException) requireNonNull(failure.getCause());
    }
}
