package io.spiderweb.control.cli;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.Heartbeat;
import io.spiderweb.transport.Socket;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsConnection;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.Export;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node, asked from here as a mount would ask it.
 *
 * @param name of the hop
 * @param address as the node announced it; null or empty if it did not
 * @param export that a workspace wants; null if none does
 * @param token for that export; null if the caller may not have it
 */
record ProbeNode(
        String name,
        @Nullable String address,
        @Nullable String export,
        @Nullable Secret token,
        boolean isOnline) {

    Hop check(WsClient client) {
        if (address == null || address.isEmpty()) {
            return Hop.failed(name, "announces no address: start it with --fs-url");
        }
        Hop hop = token == null || export == null ? reach(client, address) : ask(client, address, export, token);
        return isOnline
                ? hop
                : Hop.failed(
                        name,
                        "its lease ran out: is spiderweb-fs-node running there, and does it reach the control plane? "
                                + hop.detail());
    }

    private Hop reach(WsClient client, String address) {
        return Hop.once(name, () -> {
            try (Socket socket = client.connect(endpoint(address), Heartbeat.LAX, frame -> {}, reason -> {})) {
                return address
                        + " listens; its files were not asked for, since no mount of this workspace gives a token";
            }
        });
    }

    private Hop ask(WsClient client, String address, String export, Secret token) {
        try (FsConnection connection =
                FsConnection.open(client, endpoint(address), hello(token), event -> {}, reason -> {})) {
            List<Export> exports = connection
                    .call(new FsRequest.Exports(), FsReply.Exports.class)
                    .exports();
            for (Export offered : exports) {
                if (offered.name().equals(export)) {
                    return Hop.measured(name, () -> {
                        connection.call(new FsRequest.Statfs(offered.root()), FsReply.Statfs.class);
                        return address + ", export " + export;
                    });
                }
            }
            return Hop.failed(
                    name, address + " has no export '" + export + "': start it with --export " + export + "=DIR");
        } catch (IOException e) {
            return Hop.failed(name, String.valueOf(e.getMessage()));
        }
    }

    private static Endpoint endpoint(String address) throws IOException {
        try {
            return Endpoint.of(address, null);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static FsRequest.Hello hello(Secret token) {
        return new FsRequest.Hello(FsProtocol.NAME, FsProtocol.VERSION, token, false, List.of(), null, null);
    }
}
