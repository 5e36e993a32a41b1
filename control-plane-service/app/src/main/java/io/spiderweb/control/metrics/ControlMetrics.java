package io.spiderweb.control.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.leases.NodeCatalog;
import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Total;
import io.spiderweb.service.metrics.MetricsJson;
import io.spiderweb.wire.control.OperatorReply;
import io.spiderweb.wire.json.Json;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The totals for Prometheus and as JSON ({@code spec control 8.2, 8.3}). */
@Singleton
public class ControlMetrics implements MetricsJson {

    private final Database database;
    private final NodeCatalog nodes;

    @Inject
    public ControlMetrics(Database database, NodeCatalog nodes) {
        this.database = database;
        this.nodes = nodes;
    }

    void register(@Observes StartupEvent event, MeterRegistry registry) {
        for (Total total : Total.values()) {
            if (total.isGauge()) {
                Gauge.builder(meter(total), database, state -> state.total(total))
                        .register(registry);
            } else {
                FunctionCounter.builder(meter(total), database, state -> state.total(total))
                        .register(registry);
            }
        }
        Gauge.builder("spiderweb.nodes.online", nodes, NodeCatalog::online).register(registry);
    }

    public OperatorReply.Metrics read() {
        return new OperatorReply.Metrics(
                new OperatorReply.Invites(
                        database.total(Total.INVITES_ACTIVE),
                        database.total(Total.INVITES_CREATED),
                        database.total(Total.INVITES_REDEEMED)),
                new OperatorReply.Nodes(
                        nodes.online(),
                        database.total(Total.NODES),
                        database.total(Total.NODE_JOINS),
                        database.total(Total.LEASE_REFRESHES),
                        database.total(Total.NODES_ENSURED),
                        database.total(Total.NODE_DELETES),
                        database.total(Total.NODES_REAPED)),
                new OperatorReply.Projects(
                        database.total(Total.PROJECTS),
                        database.total(Total.BINDINGS),
                        database.total(Total.PROJECT_CREATES),
                        database.total(Total.PROJECT_UPDATES),
                        database.total(Total.PROJECT_DELETES),
                        database.total(Total.TOKEN_ROTATES),
                        database.total(Total.TOKEN_REVOKES),
                        database.total(Total.ACTIVATIONS),
                        database.total(Total.MOUNTS),
                        database.total(Total.MOUNT_SETS),
                        database.total(Total.MOUNT_REMOVES)));
    }

    @Override
    public String document() {
        return Json.write(read());
    }

    /** The name that Prometheus shows with underscores, and a counter with {@code _total}. */
    private static String meter(Total total) {
        return switch (total) {
            case INVITES_ACTIVE -> "spiderweb.invites.active";
            case INVITES_CREATED -> "spiderweb.invites.created";
            case INVITES_REDEEMED -> "spiderweb.invites.redeemed";
            case NODES -> "spiderweb.nodes.total";
            case NODE_JOINS -> "spiderweb.node.joins";
            case LEASE_REFRESHES -> "spiderweb.node.lease.refresh";
            case NODES_ENSURED -> "spiderweb.nodes.ensured";
            case NODES_REAPED -> "spiderweb.lease.reap.nodes";
            case NODE_DELETES -> "spiderweb.node.deletes";
            case PROJECTS -> "spiderweb.projects.total";
            case BINDINGS -> "spiderweb.active.project.bindings";
            case PROJECT_CREATES -> "spiderweb.project.creates";
            case PROJECT_UPDATES -> "spiderweb.project.updates";
            case PROJECT_DELETES -> "spiderweb.project.deletes";
            case TOKEN_ROTATES -> "spiderweb.project.token.rotates";
            case TOKEN_REVOKES -> "spiderweb.project.token.revokes";
            case ACTIVATIONS -> "spiderweb.project.activations";
            case MOUNTS -> "spiderweb.project.mounts.total";
            case MOUNT_SETS -> "spiderweb.mount.sets";
            case MOUNT_REMOVES -> "spiderweb.mount.removes";
        };
    }
}
