package io.spiderweb.control.cli;

import io.spiderweb.transport.Backoff;
import io.spiderweb.transport.ConnectionLostException;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.TopologyEvent;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.util.Optional;

/** Asks again whenever the topology changed, and shows the answer, until the process is told to stop. */
final class Watch {

    private static final Request SUBSCRIBE = Request.of(ControlOperation.DEBUG_SUBSCRIBE.type(), Json.object());

    private final WsClient client;
    private final Endpoint endpoint;
    private final Output output;

    Watch(WsClient client, Endpoint endpoint, Output output) {
        this.client = client;
        this.endpoint = endpoint;
        this.output = output;
    }

    /**
     * Returns when the server refuses what is asked; a lost connection is made anew.
     *
     * @return the exit status
     * @throws IOException if there is no server to begin with, or it comes to know the token no more
     */
    int run(Request request) throws IOException {
        Exchange next = Exchange.open(client, endpoint);
        while (true) {
            try (Exchange exchange = next) {
                return follow(exchange, request);
            } catch (IOException e) {
                output.notice(e.getMessage() + "; trying again");
            }
            next = again();
        }
    }

    private int follow(Exchange exchange, Request request) throws IOException {
        Optional<Answer> refusal = exchange.negotiate();
        if (refusal.isPresent()) {
            return output.show(refusal.get());
        }
        Answer subscribed = exchange.ask(SUBSCRIBE);
        boolean wantsPushes = request.type().equals(SUBSCRIBE.type());
        Answer first = subscribed.isError() || wantsPushes ? subscribed : exchange.ask(request);
        output.clear();
        int status = output.show(first);
        while (!first.isError()) {
            ControlFrame.Event push = exchange.nextPush();
            if (wantsPushes) {
                output.show(push);
            } else if (TopologyEvent.of(push).isPresent()) {
                Answer answer = exchange.ask(request);
                output.clear();
                output.show(answer);
            }
        }
        return status;
    }

    private Exchange again() throws IOException {
        for (int failures = 1; ; failures++) {
            try {
                Thread.sleep(Backoff.DEFAULT.delay(failures));
                Exchange exchange = Exchange.open(client, endpoint);
                output.notice("connected again");
                return exchange;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } catch (ConnectionLostException e) {
                if (e.isTokenUnknown()) {
                    throw e;
                }
                // said already that it is away
            }
        }
    }
}
