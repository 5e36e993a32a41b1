package io.spiderweb.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ServiceConfigTest {

    @Inject
    ServiceConfig config;

    @Test
    void aServiceIsReachedFromItsOwnMachineOnlyUnlessToldOtherwise() {
        assertThat(config.bind()).isEqualTo("127.0.0.1");
        assertThat(config.metricsBind()).isEqualTo("127.0.0.1");
    }

    @Test
    void stateIsKeptInTheHomeDirectory() {
        assertThat(config.dataDir()).isEqualTo(Path.of(System.getenv("HOME"), ".local/share/spiderweb"));
    }

    @Test
    void aServiceThatNamesNoMetricsPortHasNone() {
        assertThat(config.metricsPort()).isZero();
        assertThat(config.logLevel()).isEqualTo(ServiceConfig.LogLevel.INFO);
    }
}
