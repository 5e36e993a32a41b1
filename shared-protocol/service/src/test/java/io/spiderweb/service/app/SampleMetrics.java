package io.spiderweb.service.app;

import io.spiderweb.service.metrics.MetricsJson;
import jakarta.inject.Singleton;

@Singleton
class SampleMetrics implements MetricsJson {

    @Override
    public String document() {
        return "{\"greetings\":{\"total\":1}}";
    }
}
