package io.spiderweb.service.launch;

import io.spiderweb.service.ServiceConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that every service takes, as a picocli mixin. */
public final class ServiceOptions {

    @Mixin
    DataOptions data = new DataOptions();

    @Option(names = "--bind", paramLabel = "ADDRESS", description = "address to listen on (SPIDERWEB_BIND)")
    @Nullable String bind;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "port to listen on, 0 for a free one (SPIDERWEB_PORT)",
            converter = Port.class)
    @Nullable Integer port;

    @Option(
            names = "--metrics-bind",
            paramLabel = "ADDRESS",
            description = "address of /metrics (SPIDERWEB_METRICS_BIND; 127.0.0.1)")
    @Nullable String metricsBind;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "port of /metrics, 0 for none (SPIDERWEB_METRICS_PORT)",
            converter = Port.class)
    @Nullable Integer metricsPort;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "one of ${COMPLETION-CANDIDATES} (SPIDERWEB_LOG_LEVEL; info)")
    ServiceConfig.@Nullable LogLevel logLevel;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "one of ${COMPLETION-CANDIDATES} (SPIDERWEB_LOG_FORMAT; plain)")
    ServiceConfig.@Nullable LogFormat logFormat;

    /** What was given on the command line; a service adds its own options to it. */
    public Settings settings() {
        return data.settings()
                .set("spiderweb.bind", bind)
                .set("spiderweb.port", port)
                .set("spiderweb.metrics-bind", metricsBind)
                .set("spiderweb.metrics-port", metricsPort)
                .set("spiderweb.log-level", logLevel)
                .set("spiderweb.log-format", logFormat);
    }

    /** A TCP port, 0 included. */
    static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int port = Integer.parseInt(value);
                if (port >= 0 && port <= 65_535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // told below, like a number out of range
            }
            throw new TypeConversionException("'" + value + "' is not a port from 0 to 65535");
        }
    }
}
