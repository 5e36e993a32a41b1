package io.spiderweb.mount;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import org.jspecify.annotations.Nullable;

/**
 * One export of one node, and where it appears in the tree.
 *
 * @param name a label for messages and status; need not be unique
 * @param url {@code ws://} or {@code wss://} address of the node
 * @param export name of the export; null takes the node's first
 * @param token what the node wants to see in hello
 */
public record EndpointSpec(
        String name,
        String url,
        @Nullable String export,
        MountPath mountPath,
        @Nullable Secret token) {

    /** @throws IllegalArgumentException with a message for people, if the address is none */
    public EndpointSpec {
        Endpoint.of(url, null);
    }

    /** What makes two specs the same endpoint, so that a new token alone replaces no connection. */
    public record Identity(
            String name, String url, @Nullable String export, MountPath mountPath) {}

    public Identity identity() {
        return new Identity(name, url, export, mountPath);
    }

    public EndpointSpec withToken(@Nullable Secret newToken) {
        return new EndpointSpec(name, url, export, mountPath, newToken);
    }

    /**
     * Reads {@code <name>=<ws-url>[#<export>][@/<mount>]} ({@code spec mount 1.3}).
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static EndpointSpec parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw invalid(text, "a name, '=' and an address are needed");
        }
        String name = text.substring(0, equals);
        String url = text.substring(equals + 1);
        String mount = "/" + name;
        // only "@/" separates: an '@' may be part of the address
        int at = url.lastIndexOf('@');
        if (at >= 0 && url.startsWith("/", at + 1)) {
            mount = url.substring(at + 1);
            url = url.substring(0, at);
        }
        String export = null;
        int hash = url.lastIndexOf('#');
        if (hash >= 0) {
            export = url.substring(hash + 1);
            url = url.substring(0, hash);
            if (export.isEmpty()) {
                throw invalid(text, "the export after '#' is empty");
            }
        }
        try {
            return new EndpointSpec(name, withDefaultPath(url), export, MountPath.of(mount), null);
        } catch (IllegalArgumentException e) {
            throw invalid(text, String.valueOf(e.getMessage()));
        }
    }

    // a node serves /v2/fs; an address that names no path means that one (spec mount 2.1)
    private static String withDefaultPath(String url) {
        int authority = url.indexOf("://") + 3;
        return authority > 2 && url.length() > authority && url.indexOf('/', authority) < 0 ? url + "/v2/fs" : url;
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException(
                "not an endpoint: '" + text + "': " + why + "; give NAME=ws://host:port/v2/fs[#EXPORT][@/MOUNT]");
    }
}
