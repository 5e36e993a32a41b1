package io.spiderweb.node.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.node.FsNode;
import io.spiderweb.node.NodeObserver;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsOperation;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What an operator sees of a node. */
record NodeMetrics(MeterRegistry registry) implements NodeObserver {

    @Override
    public void answered(FsOperation operation, @Nullable Errno error, Duration took, long bytes) {
        String outcome = error == null ? "ok" : error.name();
        registry.timer("spiderweb.node.operations", "operation", operation.wireName(), "outcome", outcome)
                .record(took);
        if (bytes > 0) {
            registry.counter("spiderweb.node.bytes", "operation", operation.wireName())
                    .increment((double) bytes);
        }
    }

    void watch(FsNode node) {
        gauge("connections", node, FsNode.Load::connections);
        gauge("open.files", node, FsNode.Load::openFiles);
        gauge("known.files", node, FsNode.Load::knownFiles);
        gauge("watched.directories", node, FsNode.Load::watchedDirectories);
        counter("events", node, load -> (double) load.events());
    }

    private void gauge(String name, FsNode node, ToDoubleFunction<FsNode.Load> value) {
        Gauge.builder("spiderweb.node." + name, node, of -> value.applyAsDouble(of.load()))
                .register(registry);
    }

    private void counter(String name, FsNode node, ToDoubleFunction<FsNode.Load> value) {
        FunctionCounter.builder("spiderweb.node." + name, node, of -> value.applyAsDouble(of.load()))
                .register(registry);
    }
}
