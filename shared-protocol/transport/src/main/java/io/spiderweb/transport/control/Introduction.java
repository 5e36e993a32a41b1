package io.spiderweb.transport.control;

import io.spiderweb.wire.Secret;
import java.util.Map;

/**
 * What a service adds to an upgrade that it makes for one of its clients: where the client comes from, and its own credential, so
 * that it is believed.
 *
 * @param service the service credential
 * @param clientAddress of the client, without the port
 */
public record Introduction(Secret service, String clientAddress) {

    public static final String SERVICE = "Spiderweb-Service";
    public static final String CLIENT_ADDRESS = "Spiderweb-Client-Address";

    /** The headers of the upgrade. */
    public Map<String, Secret> headers() {
        return Map.of(SERVICE, service, CLIENT_ADDRESS, new Secret(clientAddress));
    }
}
