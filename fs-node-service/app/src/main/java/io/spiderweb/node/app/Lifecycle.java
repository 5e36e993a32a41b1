package io.spiderweb.node.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.node.FsNode;
import io.spiderweb.node.access.Access;
import io.spiderweb.node.app.pairing.ControlPlane;
import io.spiderweb.node.app.pairing.Membership;
import io.spiderweb.node.app.pairing.NodeState.Identity;
import io.spiderweb.node.app.pairing.StateFile;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.lifecycle.Listening;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.Export;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts and stops the node. It serves at once; where it belongs to a control plane it joins meanwhile, and lets clients in when
 * it knows its secret.
 */
@Singleton
class Lifecycle implements Membership.Listener {

    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private static final Duration RETRY = Duration.ofMillis(100);

    private final NodeConfig config;
    private final ServiceConfig service;
    private final Enrolment enrolment;
    private final FsNode node;
    private volatile boolean ready;
    private @Nullable StateFile stateFile;
    private @Nullable ControlPlane controlPlane;
    private @Nullable Membership membership;

    @Inject
    Lifecycle(NodeConfig config, ServiceConfig service, Enrolment enrolment, FsNode node) {
        this.config = config;
        this.service = service;
        this.enrolment = enrolment;
        this.node = node;
    }

    /** Whether clients are let in. */
    boolean isReady() {
        return ready;
    }

    void start(@Observes StartupEvent event) {
        for (Export export : node.exports()) {
            LOG.infof("offers %s (%s)", export.name(), export.readOnly() ? "read-only" : "read and write");
        }
        Optional<String> url = config.controlUrl();
        if (url.isPresent()) {
            prepareToJoin(url.get());
        } else {
            ready = true;
            warnIfOpen();
        }
    }

    void listening(@Observes Listening event) {
        if (stateFile != null && controlPlane != null) {
            Membership.Settings settings =
                    enrolment.settings(event.port(), stateFile.load().isPaired());
            membership = Membership.start(stateFile, controlPlane, settings, this);
        }
    }

    void stop(@Observes Stopping event) {
        ready = false;
        if (membership != null) {
            membership.close();
        }
    }

    @PreDestroy
    void close() throws IOException {
        if (controlPlane != null) {
            controlPlane.close();
        }
        if (stateFile != null) {
            stateFile.close();
        }
    }

    @Override
    public void joined(Identity identity) {
        Optional<Secret> given = Wiring.secret(config.sessionToken());
        if (given.isEmpty()) {
            node.setAccess(new Access.Paired(identity.nodeId(), identity.nodeSecret()));
        } else if (!given.get().matches(identity.nodeSecret())) {
            LOG.warn("--auth-token is not the node's secret: clients that the control plane sends here are refused");
        }
        ready = true;
        LOG.infof("is %s of %s", identity.nodeId(), controlPlane);
    }

    @Override
    public void rejected(String message) {
        LOG.error(message);
        // on the membership's thread, until it is interrupted: a Quarkus that is only just starting forgets it
        while (!Thread.currentThread().isInterrupted()) {
            Quarkus.asyncExit(1);
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private void prepareToJoin(String url) {
        controlPlane = enrolment.controlPlane(url);
        stateFile = enrolment.stateFile();
        // so that what is wrong with them ends the start
        var _ = enrolment.settings(service.port(), stateFile.load().isPaired());
    }

    private void warnIfOpen() {
        boolean open =
                config.sessionToken().isEmpty() && config.fsNodeAuthToken().isEmpty();
        boolean local = service.bind().startsWith("127.") || service.bind().equals("::1");
        if (open && !local) {
            LOG.warnf(
                    "everybody who reaches %s can use these directories: set SPIDERWEB_FS_NODE_AUTH_TOKEN to a token",
                    service.bind());
        }
    }
}
