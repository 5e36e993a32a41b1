package io.spiderweb.control.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class ConnectionsTest {

    @Inject
    Connections connections;

    @Inject
    Installation installation;

    @Test
    void whoMayNotConnectAnyMoreDoesNotStay() throws Exception {
        try (TestClient admin = installation.openAdmin();
                TestClient user = TestClient.open(installation.user())) {
            int before = connections.count();
            assertThat(connections.end(Principal.USER::equals, "your token was replaced"))
                    .isEqualTo(1);
            user.awaitClosed();
            admin.ok("ping", "{}");
            Awaitility.await().until(() -> connections.count() == before - 1);
        }
    }
}
