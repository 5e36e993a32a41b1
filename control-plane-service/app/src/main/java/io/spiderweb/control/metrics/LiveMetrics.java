package io.spiderweb.control.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.control.connections.Connections;
import io.spiderweb.control.timers.Leader;
import io.spiderweb.control.topology.Subscribers;
import io.spiderweb.control.topology.Topology;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What this process is doing now, each replica for itself. */
@Singleton
class LiveMetrics {

    void register(
            @Observes StartupEvent event,
            MeterRegistry registry,
            Connections connections,
            Subscribers subscribers,
            Topology topology,
            Leader leader) {
        Gauge.builder("spiderweb.connections", connections, Connections::count)
                .description("open connections")
                .register(registry);
        Gauge.builder("spiderweb.subscribers", subscribers, Subscribers::count)
                .description("connections that want to be told of changes")
                .register(registry);
        FunctionCounter.builder("spiderweb.subscribers.dropped", subscribers, Subscribers::dropped)
                .description("subscribers that lost their connection because they did not keep up")
                .register(registry);
        Gauge.builder("spiderweb.push.waiting", topology, Topology::waiting)
                .description("changes that subscribers have not been told of yet")
                .register(registry);
        Gauge.builder("spiderweb.push.unread.characters", subscribers, Subscribers::waiting)
                .description("what subscribers have not read yet")
                .register(registry);
        Gauge.builder("spiderweb.leader", leader, each -> each.leads() ? 1 : 0)
                .description("1 on the replica that runs the timers")
                .register(registry);
    }
}
