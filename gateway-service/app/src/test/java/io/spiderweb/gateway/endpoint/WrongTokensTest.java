package io.spiderweb.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.vertx.core.http.UpgradeRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway of its own, since other tests show wrong tokens from the same address. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@TestProfile(WrongTokensTest.OfItsOwn.class)
@Timeout(60)
class WrongTokensTest extends GatewayTestBase {

    public static final class OfItsOwn implements QuarkusTestProfile {}

    @Test
    void whoShowsManyHasToWaitButARightOneOpens() throws Exception {
        admin();
        for (int i = 0; i < 20; i++) {
            assertThat(refusal("/", "sw-admin_wrong").getStatus()).isEqualTo(401);
        }

        UpgradeRejectedException refused = refusal("/", "sw-admin_wrong");
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeaders().get("Retry-After")).containsOnlyDigits();
        assertThat(refused.getBody().toString()).contains("wait");
        admin();
    }
}
