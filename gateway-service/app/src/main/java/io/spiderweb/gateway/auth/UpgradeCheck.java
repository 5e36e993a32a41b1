package io.spiderweb.gateway.auth;

import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.spiderweb.gateway.auth.Bearers.Verdict;
import io.spiderweb.service.limit.FailedLogins;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.Principal;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who shows a token that the control plane knows: otherwise HTTP 401 or 429, or 503 while it cannot be asked. Who shows none may
 * ask to become a node, which the control plane decides on, and nothing else.
 */
@Dependent
class UpgradeCheck implements HttpUpgradeCheck {

    private static final Logger LOG = Logger.getLogger(UpgradeCheck.class);
    private static final String SCHEME = "bearer ";

    private final Bearers bearers;
    private final FailedLogins failedLogins;

    @Inject
    UpgradeCheck(Bearers bearers, FailedLogins failedLogins) {
        this.bearers = bearers;
        this.failedLogins = failedLogins;
    }

    static void answerRefusals(@Observes Router router) {
        router.route("/").failureHandler(request -> {
            if (request.failure() instanceof UpgradeRefused refused) {
                refused.headers().forEach(request.response()::putHeader);
                request.response()
                        .setStatusCode(refused.status())
                        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                        .end(refused.getMessage() + "\n");
            } else {
                request.next();
            }
        });
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        String header = context.httpRequest().getHeader(HttpHeaders.AUTHORIZATION);
        String address = context.httpRequest().remoteAddress().hostAddress();
        if (header == null) {
            context.userData().put(Client.KEY, new Client(Principal.ANONYMOUS, null, address));
            return CheckResult.permitUpgrade();
        }
        Secret bearer = bearer(header);
        if (bearer == null) {
            return refuse(failedLogins.refuse(address));
        }
        return verify(bearer).flatMap(verdict -> switch (verdict) {
            case Verdict.Known known -> {
                context.userData().put(Client.KEY, new Client(known.principal(), bearer, address));
                yield CheckResult.permitUpgrade();
            }
            case Verdict.Unknown unknown -> refuse(failedLogins.refuse(address));
            case Verdict.Unavailable unavailable -> {
                // the reason is for the operator: it may name files of this machine
                LOG.warnf("a token could not be checked: %s", unavailable.reason());
                yield Uni.createFrom()
                        .failure(new UpgradeRefused(
                                503, "the control plane cannot be asked about your token: try again later", Map.of()));
            }
        });
    }

    // the answer goes back to the event loop: an upgrade on another thread loses frames that follow it closely
    private Uni<Verdict> verify(Secret bearer) {
        Context eventLoop = Vertx.currentContext();
        return Uni.createFrom()
                .emitter(answer -> Thread.ofVirtual().name("upgrade").start(() -> {
                    Verdict verdict = bearers.verify(bearer);
                    eventLoop.runOnContext(nothing -> answer.complete(verdict));
                }));
    }

    private static Uni<CheckResult> refuse(FailedLogins.Refusal refusal) {
        return Uni.createFrom().failure(new UpgradeRefused(refusal.status(), refusal.message(), refusal.headers()));
    }

    /** The token of the header, or null where there is none of the right scheme. */
    private static @Nullable Secret bearer(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        return token.isEmpty() ? null : new Secret(token);
    }
}
