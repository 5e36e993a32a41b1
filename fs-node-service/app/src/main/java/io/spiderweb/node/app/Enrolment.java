package io.spiderweb.node.app;

import io.spiderweb.node.app.pairing.ControlPlane;
import io.spiderweb.node.app.pairing.JoinByInvite;
import io.spiderweb.node.app.pairing.JoinByRequest;
import io.spiderweb.node.app.pairing.Joining;
import io.spiderweb.node.app.pairing.Membership;
import io.spiderweb.node.app.pairing.StateFile;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.transport.Backoff;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What joining a control plane needs, from the settings. Each method fails with a {@link StartupException} that says what to do. */
@Singleton
class Enrolment {

    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "0:0:0:0:0:0:0:0");
    private static final int MAX_NAME = 128;

    private final NodeConfig config;
    private final ServiceConfig service;
    private final Instance<DataDirectory> dataDirectory;

    @Inject
    Enrolment(NodeConfig config, ServiceConfig service, Instance<DataDirectory> dataDirectory) {
        this.config = config;
        this.service = service;
        this.dataDirectory = dataDirectory;
    }

    ControlPlane controlPlane(String url) {
        try {
            return new ControlPlane(
                    url,
                    Wiring.secret(config.authToken()).orElse(null),
                    service.tlsCaFile().orElse(null));
        } catch (IllegalArgumentException e) {
            throw new StartupException("--control-url " + url + ": " + e.getMessage(), e);
        }
    }

    StateFile stateFile() {
        return StateFile.open(config.stateFile()
                .orElseGet(() -> dataDirectory.get().path().resolve(nodeName()).resolve("node-state.json")));
    }

    /**
     * How this node joins and stays.
     *
     * @param port that the service listens on, also where it took a free one
     * @param joined whether it has joined already, and needs no invite
     */
    Membership.Settings settings(int port, boolean joined) {
        return new Membership.Settings(
                joined ? null : joining(nodeName(), fsUrl(port), config.leaseTtlMs()),
                fsUrl(port),
                config.leaseTtlMs(),
                max(SHORTEST_REFRESH, Duration.ofMillis(config.refreshIntervalMs())),
                new Backoff(
                        Duration.ofMillis(Math.max(1, config.reconnectBackoffMs())),
                        Duration.ofMillis(Math.max(1, config.reconnectBackoffMaxMs()))));
    }

    private Joining joining(String name, String url, long leaseTtlMs) {
        Secret invite = invite();
        boolean byInvite = config.pairMode().map(PairMode.INVITE::equals).orElse(invite != null);
        if (!byInvite) {
            return new JoinByRequest(name, url, leaseTtlMs);
        }
        if (invite == null) {
            throw new StartupException("to join by invite this node needs one: give --invite-file, or"
                    + " SPIDERWEB_INVITE_TOKEN (spiderweb-control node_invite_create makes one)");
        }
        return new JoinByInvite(invite, name, url, leaseTtlMs);
    }

    private String nodeName() {
        String name = config.nodeName();
        if (!Identifiers.isProjectId(name) || !Identifiers.isIdentifier(name, MAX_NAME)) {
            throw new StartupException(
                    "--node-name '" + name + "' is no name: it has 1 to 128 characters of A-Z a-z 0-9 - _ .");
        }
        return name;
    }

    private String fsUrl(int port) {
        if (config.fsUrl().isPresent()) {
            String url = config.fsUrl().get().strip();
            if (!Identifiers.isFsUrl(url)) {
                throw new StartupException(
                        "--fs-url '" + url + "' is no address of a node: write ws://HOST:PORT/v2/fs");
            }
            return url;
        }
        String bind = service.bind();
        if (ANY_ADDRESS.contains(bind)) {
            throw new StartupException("a node that listens on " + bind
                    + " must say where clients reach it: give --fs-url " + scheme() + "HOST:PORT/v2/fs");
        }
        boolean bare = bind.contains(":") && !bind.startsWith("[");
        return scheme() + (bare ? "[" + bind + "]" : bind) + ":" + port + "/v2/fs";
    }

    private String scheme() {
        return service.tlsCertFile().isPresent() ? "wss://" : "ws://";
    }

    private @Nullable Secret invite() {
        Optional<Secret> given = Wiring.secret(config.inviteToken());
        return given.or(() -> Wiring.secret(config.inviteFile().map(Enrolment::read)))
                .orElse(null);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new StartupException("cannot read the invite file " + file + ": " + e, e);
        }
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
