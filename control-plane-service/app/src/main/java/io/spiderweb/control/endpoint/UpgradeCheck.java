package io.spiderweb.control.endpoint;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.spiderweb.control.auth.Bearers;
import io.spiderweb.transport.control.Introduction;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Refuses a token that is not known with HTTP 401, before there is a WebSocket ({@code control 11} row 31). */
@Singleton
class UpgradeCheck implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);

    private static final int UNAUTHORIZED = 401;
    private static final Map<String, List<String>> CHALLENGE =
            Map.of("WWW-Authenticate", List.of("Bearer realm=\"spiderweb\", error=\"invalid_token\""));

    private final Bearers bearers;

    /** Looking a token up blocks. */
    private final ExecutorService lookups =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bearer").factory());

    @Inject
    UpgradeCheck(Bearers bearers) {
        this.bearers = bearers;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        @Nullable String header = upgrade.httpRequest().getHeader("Authorization");
        Context eventLoop = Vertx.currentContext();
        long askedNanos = System.nanoTime();
        return Uni.createFrom()
                .item(() -> bearers.ofHeader(header))
                .runSubscriptionOn(lookups)
                .emitOn(task -> eventLoop.runOnContext(nothing -> task.run()))
                .map(principal -> result(upgrade, principal, askedNanos));
    }

    /** Where the client comes from: what a service that passes its frames on says, else where the connection comes from. */
    private String address(HttpUpgradeContext upgrade) {
        String service = upgrade.httpRequest().getHeader(Introduction.SERVICE);
        String client = upgrade.httpRequest().getHeader(Introduction.CLIENT_ADDRESS);
        return service != null && client != null && bearers.isService(new Secret(service))
                ? client
                : upgrade.httpRequest().remoteAddress().hostAddress();
    }

    private CheckResult result(HttpUpgradeContext upgrade, Optional<Principal> principal, long askedNanos) {
        if (principal.isEmpty()) {
            LOG.infof("refused with HTTP %d: the token is missing or not known", UNAUTHORIZED);
            return CheckResult.rejectUpgradeSync(UNAUTHORIZED, CHALLENGE);
        }
        upgrade.userData().put(Peer.KEY, new Peer(principal.get(), address(upgrade), askedNanos));
        return CheckResult.permitUpgradeSync();
    }
}
