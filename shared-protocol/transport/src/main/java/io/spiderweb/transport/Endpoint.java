package io.spiderweb.transport;

import io.spiderweb.wire.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a WebSocket server listens, and what to show it.
 *
 * @param uri {@code ws://} or {@code wss://}; port 80 or 443 unless given
 * @param bearer for the {@code Authorization} header of the upgrade
 * @param timeout for connecting and upgrading together
 * @param headers further ones of the upgrade, by their names
 */
public record Endpoint(URI uri, @Nullable Secret bearer, Duration timeout, Map<String, Secret> headers) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    public Endpoint {
        headers = Map.copyOf(headers);
        String scheme = uri.getScheme();
        boolean isWebSocket = "ws".equals(scheme) || "wss".equals(scheme);
        if (!isWebSocket || uri.getHost() == null) {
            throw new IllegalArgumentException("not a WebSocket address: '" + uri + "': give ws://host:port/path");
        }
    }

    /** @throws IllegalArgumentException with a message for people, if the text is no WebSocket address */
    public static Endpoint of(String address, @Nullable Secret bearer) {
        try {
            return new Endpoint(new URI(address), bearer, DEFAULT_TIMEOUT, Map.of());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "not a WebSocket address: '" + address + "': give ws://host:port/path", e);
        }
    }

    public Endpoint with(Map<String, Secret> furtherHeaders) {
        return new Endpoint(uri, bearer, timeout, furtherHeaders);
    }

    public boolean isTls() {
        return "wss".equals(uri.getScheme());
    }

    public int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isTls() ? 443 : 80;
    }

    /** Host without the brackets of an IPv6 literal. */
    public String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Path and query as the request line has them, {@code /} at least. */
    public String requestTarget() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
