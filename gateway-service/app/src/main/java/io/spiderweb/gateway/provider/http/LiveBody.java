package io.spiderweb.gateway.provider.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestContext;
import org.jboss.resteasy.reactive.client.spi.ResteasyReactiveClientRequestFilter;

/** Shows an answer to its caller when it begins: a REST client itself speaks up when the body is complete. */
final class LiveBody implements ResteasyReactiveClientRequestFilter, Consumer<HttpClientRequest> {

    /** Bound while the client is called. */
    static final ScopedValue<Handler<HttpClientResponse>> CALLER = ScopedValue.newInstance();

    private static final String KEY = LiveBody.class.getName();

    /** Runs on the thread of the caller. */
    @Override
    public void filter(ResteasyReactiveClientRequestContext request) {
        request.getContext().putLocal(KEY, CALLER.get());
    }

    /** Runs on the request's own context, once there is a connection. */
    @Override
    public void accept(HttpClientRequest request) {
        Handler<HttpClientResponse> caller = Vertx.currentContext().getLocal(KEY);
        request.response().onSuccess(caller);
    }
}
