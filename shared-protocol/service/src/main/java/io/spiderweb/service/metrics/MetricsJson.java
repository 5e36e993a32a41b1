package io.spiderweb.service.metrics;

/** What {@code /metrics.json} shows. A bean of this type is optional; without one the page does not exist. */
@FunctionalInterface
public interface MetricsJson {

    /** The document, encoded (spec control 8.3). May block: it is called on a worker thread. */
    String document();
}
