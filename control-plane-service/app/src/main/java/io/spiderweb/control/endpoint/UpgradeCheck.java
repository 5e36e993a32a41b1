package io.spiderweb.control.endpoint;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.spiderweb.control.audit.Audit;
import io.spiderweb.control.auth.Bearers;
import io.spiderweb.service.limit.FailedLogins;
import io.spiderweb.store.StoreException;
import io.spiderweb.transport.control.Introduction;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a token that is not known with HTTP 401, before there is a WebSocket ({@code control 11} row 31), or with 429 where too
 * many of them come from, or with 503 while the store cannot tell.
 */
@Singleton
class UpgradeCheck implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);
    private static final int UNAVAILABLE = 503;

    private final Bearers bearers;
    private final FailedLogins failedLogins;
    private final Audit audit;

    /** Looking a token up blocks. */
    private final ExecutorService lookups =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("bearer").factory());

    @Inject
    UpgradeCheck(Bearers bearers, FailedLogins failedLogins, Audit audit) {
        this.bearers = bearers;
        this.failedLogins = failedLogins;
        this.audit = audit;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        @Nullable String header = upgrade.httpRequest().getHeader("Authorization");
        String address = address(upgrade);
        Context eventLoop = Vertx.currentContext();
        long askedNanos = System.nanoTime();
        return Uni.createFrom()
                .item(() -> principal(header, address))
                .runSubscriptionOn(lookups)
                .emitOn(task -> eventLoop.runOnContext(nothing -> task.run()))
                .map(principal -> principal
                        .map(known -> permit(upgrade, new Peer(known, address, askedNanos)))
                        .orElseGet(() -> refuse(address)))
                .onFailure(StoreException.class)
                .recoverWithItem(UpgradeCheck::unavailable);
    }

    /** Where the client comes from: what a service that passes its frames on says, else where the connection comes from. */
    private String address(HttpUpgradeContext upgrade) {
        String service = upgrade.httpRequest().getHeader(Introduction.SERVICE);
        String client = upgrade.httpRequest().getHeader(Introduction.CLIENT_ADDRESS);
        return service != null && client != null && bearers.isService(new Secret(service))
                ? client
                : upgrade.httpRequest().remoteAddress().hostAddress();
    }

    private Optional<Principal> principal(@Nullable String header, String address) {
        Optional<Principal> principal = bearers.ofHeader(header);
        if (principal.isEmpty()) {
            audit.loginRefused(address);
        }
        return principal;
    }

    private CheckResult refuse(String address) {
        FailedLogins.Refusal refusal = failedLogins.refuse(address);
        return CheckResult.rejectUpgradeSync(refusal.status(), refusal.headers());
    }

    private static CheckResult unavailable(Throwable failure) {
        LOG.warnf("refused with HTTP %d: %s", UNAVAILABLE, failure.getMessage());
        return CheckResult.rejectUpgradeSync(UNAVAILABLE);
    }

    private static CheckResult permit(HttpUpgradeContext upgrade, Peer peer) {
        upgrade.userData().put(Peer.KEY, peer);
        return CheckResult.permitUpgradeSync();
    }
}
