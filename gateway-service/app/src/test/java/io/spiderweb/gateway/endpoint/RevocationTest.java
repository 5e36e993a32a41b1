package io.spiderweb.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.TestClient;
import io.spiderweb.wire.json.Json;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class RevocationTest extends GatewayTestBase {

    private static final int POLICY = 1008;

    @Test
    void whoCameWithATokenThatWasReplacedHasToGoAndOthersStay() throws Exception {
        TestClient admin = admin();
        TestClient user = connect("/", FakeControlPlane.USER);

        await().until(controlPlane::isFollowed);
        controlPlane.unknown.add(FakeControlPlane.USER);
        controlPlane.push("internal.credentials", Json.object());

        assertThat(user.awaitClose()).isEqualTo(POLICY);
        assertThat(admin.ask("{'channel':'control','type':'control.ping','id':'p'}")
                        .path("id")
                        .asText())
                .isEqualTo("p");
    }

    @Test
    void aTokenThatWasReplacedDuringAnOutageIsNoticedAfterIt() throws Exception {
        TestClient user = connect("/", FakeControlPlane.USER);

        await().until(controlPlane::isFollowed);
        controlPlane.pause();
        controlPlane.unknown.add(FakeControlPlane.USER);
        controlPlane.resume();

        assertThat(user.awaitClose()).isEqualTo(POLICY);
    }
}
