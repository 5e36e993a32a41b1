package io.spiderweb.control.connections;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.control.Principal;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void whoLostItsRightOnTheWayInDoesNotStayEither() {
        Connections some = new Connections();
        long before = System.nanoTime();
        some.end(Principal.USER::equals, "your token was replaced");
        Recorder user = new Recorder(Principal.USER);
        Recorder admin = new Recorder(Principal.ADMIN);
        some.opened(user, before);
        some.opened(admin, before);
        assertThat(user.reasons).containsExactly("your token was replaced");
        assertThat(admin.reasons).isEmpty();

        Recorder later = new Recorder(Principal.USER);
        some.opened(later, System.nanoTime());
        assertThat(later.reasons).isEmpty();
    }

    private static final class Recorder implements Connection {
        private final Principal principal;
        private final List<String> reasons = new ArrayList<>();

        Recorder(Principal principal) {
            this.principal = principal;
        }

        @Override
        public Principal principal() {
            return principal;
        }

        @Override
        public void end(String reason) {
            reasons.add(reason);
        }
    }
}
