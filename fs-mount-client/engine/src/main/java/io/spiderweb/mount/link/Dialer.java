package io.spiderweb.mount.link;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.mount.MountOptions;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsConnection;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Export;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Connects to a node and agrees with it on everything that a session needs. */
final class Dialer {

    private final WsClient client;
    private final MountOptions options;
    private final Subscription subscription;
    private final Tickets tickets = new Tickets();

    Dialer(WsClient client, MountOptions options, Subscription subscription) {
        this.client = client;
        this.options = options;
        this.subscription = subscription;
    }

    /**
     * Opens a session.
     *
     * @param lost called when one of its sockets is lost, also while it is being opened
     * @throws FsException if the node is there, but refuses
     * @throws IOException if it cannot be reached
     */
    Session dial(EndpointSpec spec, Consumer<String> lost) throws IOException {
        boolean listens = !options.oneShot();
        FsConnection first = open(spec, hello(spec, listens, subscription.begin()), lost);
        FsConnection requests = first;
        FsConnection events = null;
        try {
            // a node that does not number its events wants one connection that only listens (spec fs-node 16)
            if (listens && !first.hello().supports(FsProtocol.EVENTS_1)) {
                events = first;
                requests = open(spec, hello(spec, false, null), lost);
            }
            // events that were missed come before this reply, so that the cache is right when the link is up
            List<Export> exports = requests.call(new FsRequest.Exports(), FsReply.Exports.class)
                    .exports();
            Export chosen = choose(exports, spec);
            long incarnation = subscription.greeted(first.hello(), listens);
            return new Session(requests, events, chosen, incarnation, retries(requests.hello()), options);
        } catch (IOException | RuntimeException e) {
            first.close();
            requests.close();
            throw e;
        }
    }

    private FsConnection open(EndpointSpec spec, FsRequest.Hello hello, Consumer<String> lost) throws IOException {
        try {
            return FsConnection.open(client, Endpoint.of(spec.url(), null), hello, subscription::accept, lost);
        } catch (FsException e) {
            // every refused hello is EINVAL on the wire; nearly always the token is meant (spec fs-node 3)
            throw new FsException(
                    Errno.EACCES, "it refuses this client: " + e.getMessage() + " (is the file-system token right?)");
        }
    }

    private FsRequest.Hello hello(EndpointSpec spec, boolean listens, FsRequest.@Nullable Position resume) {
        return new FsRequest.Hello(
                FsProtocol.NAME, FsProtocol.VERSION, spec.token(), listens, features(), resume, tickets.clientId());
    }

    private List<String> features() {
        return options.posix()
                ? List.of(FsProtocol.EVENTS_1, FsProtocol.RETRY_1, FsProtocol.POSIX_1)
                : List.of(FsProtocol.EVENTS_1, FsProtocol.RETRY_1);
    }

    private Session.@Nullable Retries retries(FsReply.Hello hello) {
        Long cache = hello.replyCache();
        return hello.supports(FsProtocol.RETRY_1) && cache != null ? new Session.Retries(tickets, cache) : null;
    }

    private static Export choose(List<Export> exports, EndpointSpec spec) throws FsException {
        return exports.stream()
                .filter(candidate -> spec.export() == null || spec.export().equals(candidate.name()))
                .findFirst()
                .orElseThrow(() -> new FsException(
                        Errno.ENODEV,
                        spec.export() == null
                                ? "it exports nothing"
                                : "it has no export '" + spec.export() + "', only "
                                        + exports.stream().map(Export::name).collect(Collectors.joining(", "))));
    }
}
