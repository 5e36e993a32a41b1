package io.spiderweb.service;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings that every service has. An environment variable is the name in capitals: {@code SPIDERWEB_DATA_DIR}.
 * The defaults stand in {@code META-INF/microprofile-config.properties}, where Quarkus' own settings refer to them.
 */
@ConfigMapping(prefix = "spiderweb")
public interface ServiceConfig {

    /** Address that the service listens on. */
    String bind();

    /** Port that the service listens on; 0 takes a free one. */
    int port();

    /** Where state and credentials lie; services that share it find each other's credentials there. */
    Path dataDir();

    /** PEM file with the certificate of the listener and its chain; it then speaks TLS. */
    Optional<Path> tlsCertFile();

    /** PEM file with the private key of that certificate. */
    Optional<Path> tlsKeyFile();

    /** PEM file with the authorities that peers' certificates must come from; the JDK's unless given. */
    Optional<Path> tlsCaFile();

    /** Address of the metrics listener. */
    String metricsBind();

    /** Port of the metrics listener; 0 is off. */
    int metricsPort();

    /** Least important level of the service's own log; what libraries log stays at {@code info}. */
    LogLevel logLevel();

    /** How lines are written. */
    LogFormat logFormat();

    /** For people, or for programs that collect logs. */
    enum LogFormat {
        PLAIN,
        JSON
    }

    /** The levels that can be chosen. */
    enum LogLevel {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
