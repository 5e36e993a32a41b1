package io.spiderweb.service.tls;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import io.spiderweb.service.launch.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes a service that has a certificate speak TLS on its port, and nothing else there: hands the two files to the TLS registry of
 * Quarkus, which also reads them again when they were replaced. Quarkus finds this class through the service loader.
 */
public final class ListenerTls implements ConfigSourceFactory {

    private static final String CERTIFICATE = "SPIDERWEB_TLS_CERT_FILE";
    private static final String KEY = "SPIDERWEB_TLS_KEY_FILE";

    /** Above the defaults that all services share (100), below what somebody sets (250 and more). */
    private static final int ABOVE_DEFAULTS = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Optional<String> certificate = file(context, "spiderweb.tls-cert-file", CERTIFICATE, "CERTIFICATE-----");
        Optional<String> key = file(context, "spiderweb.tls-key-file", KEY, "PRIVATE KEY-----");
        if (certificate.isPresent() != key.isPresent()) {
            throw new StartupException(CERTIFICATE + " and " + KEY + " go together: set both, or none for plain TCP");
        }
        return certificate.isEmpty()
                ? List.of()
                : List.of(new PropertiesConfigSource(settings(certificate.get(), key.get()), "TLS", ABOVE_DEFAULTS));
    }

    private static Map<String, String> settings(String certificate, String key) {
        return Map.of(
                "quarkus.tls.listener.key-store.pem.service.cert",
                certificate,
                "quarkus.tls.listener.key-store.pem.service.key",
                key,
                "quarkus.tls.listener.reload-period",
                "1m",
                "quarkus.http.tls-configuration-name",
                "listener",
                "quarkus.http.insecure-requests",
                "disabled",
                "quarkus.http.ssl-port",
                "${spiderweb.port}",
                "quarkus.http.test-ssl-port",
                "0");
    }

    private static Optional<String> file(
            ConfigSourceContext context, String property, String variable, String content) {
        ConfigValue value = context.getValue(property);
        if (value == null || value.getValue() == null || value.getValue().isBlank()) {
            return Optional.empty();
        }
        String file = value.getValue();
        try {
            if (!Files.readString(Path.of(file)).contains(content)) {
                throw new StartupException(
                        file + ", which " + variable + " names, is no PEM file with a -----BEGIN ... " + content);
            }
        } catch (IOException e) {
            throw new StartupException("cannot read " + file + ", which " + variable + " names: " + e, e);
        }
        return Optional.of(file);
    }
}
