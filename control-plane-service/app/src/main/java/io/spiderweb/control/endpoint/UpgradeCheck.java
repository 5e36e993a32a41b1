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
import io.vertx.core.MultiMap;
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

    /** Who wants to come in, if that is known, and from where. */
    private record Attempt(Optional<Principal> principal, String address) {}

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext upgrade) {
        MultiMap headers = upgrade.httpRequest().headers();
        String remote = upgrade.httpRequest().remoteAddress().hostAddress();
        Context eventLoop = Vertx.currentContext();
        long askedNanos = System.nanoTime();
        return Uni.createFrom()
                .item(() -> attempt(headers, remote))
                .runSubscriptionOn(lookups)
                .emitOn(task -> eventLoop.runOnContext(nothing -> task.run()))
                .map(attempt -> attempt.principal()
                        .map(known -> permit(upgrade, new Peer(known, attempt.address(), askedNanos)))
                        .orElseGet(() -> refuse(attempt.address())))
                .onFailure(StoreException.class)
                .recoverWithItem(UpgradeCheck::unavailable);
    }

    private Attempt attempt(MultiMap headers, String remote) {
        String address = address(headers, remote);
        Optional<Principal> principal = bearers.ofHeader(headers.get("Authorization"));
        if (principal.isEmpty()) {
            audit.loginRefused(address);
        }
        return new Attempt(principal, address);
    }

    /** Where the client comes from: what a service that passes its frames on says, else where the connection comes from. */
    private String address(MultiMap headers, String remote) {
        @Nullable String service = headers.get(Introduction.SERVICE);
        @Nullable String client = headers.get(Introduction.CLIENT_ADDRESS);
        return service != null && client != null && bearers.isService(new Secret(service)) ? client : remote;
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
