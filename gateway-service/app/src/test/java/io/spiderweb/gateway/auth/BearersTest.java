package io.spiderweb.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.gateway.auth.Bearers.Verdict;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BearersTest {

    private static final Secret TOKEN = new Secret("sw-admin_x");

    private Instant now = Instant.EPOCH;
    private int asked;
    private Bearers.Verifier controlPlane = token -> Principal.ADMIN;

    private final Bearers bearers = new Bearers(
            token -> {
                asked++;
                return controlPlane.verify(token);
            },
            () -> now);

    @Test
    void theControlPlaneIsAskedOnceInAWhile() {
        assertThat(bearers.verify(TOKEN)).isEqualTo(new Verdict.Known(Principal.ADMIN));
        bearers.verify(TOKEN);
        assertThat(asked).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(1));
        bearers.verify(TOKEN);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aKnownTokenStaysKnownForSomeTimeWhileTheControlPlaneIsAway() {
        bearers.verify(TOKEN);
        controlPlane = token -> {
            throw new IOException("away");
        };
        now = now.plus(Duration.ofMinutes(10));
        assertThat(bearers.verify(TOKEN)).isEqualTo(new Verdict.Known(Principal.ADMIN));
        assertThat(bearers.verify(new Secret("other"))).isEqualTo(new Verdict.Unavailable("away"));
        now = now.plus(Duration.ofHours(1));
        assertThat(bearers.verify(TOKEN)).isEqualTo(new Verdict.Unavailable("away"));
    }

    @Test
    void aTokenThatIsNoLongerValidIsForgotten() {
        bearers.verify(TOKEN);
        controlPlane = token -> {
            throw new ControlException(ErrorCode.FORBIDDEN, "unknown");
        };
        now = now.plus(Duration.ofMinutes(1));
        assertThat(bearers.verify(TOKEN)).isEqualTo(new Verdict.Unknown());
        controlPlane = token -> {
            throw new IOException("away");
        };
        assertThat(bearers.verify(TOKEN)).isInstanceOf(Verdict.Unavailable.class);
    }
}
