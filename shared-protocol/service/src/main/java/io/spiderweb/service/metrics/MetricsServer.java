package io.spiderweb.service.metrics;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.quarkus.runtime.StartupEvent;
import io.spiderweb.service.ServiceConfig;
import io.spiderweb.service.health.Probes;
import io.spiderweb.service.launch.StartupException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves metrics and probes to operators (spec control 8), on the loopback interface unless told otherwise.
 *
 * <p>It has a Vert.x of its own: it answers while the event loops of the service are busy, and its connections are not
 * counted as the service's.
 */
@Singleton
@SuppressWarnings("deprecation") // the Prometheus registry that Quarkus makes is Micrometer's older one
class MetricsServer {

    private static final Logger LOG = Logger.getLogger(MetricsServer.class);

    private static final HttpServerOptions OPTIONS = new HttpServerOptions()
            .setMaxHeaderSize(16 * 1024)
            .setIdleTimeout(30)
            .setHttp2ClearTextEnabled(false);

    private static final String TEXT = "text/plain; charset=utf-8";

    private final ServiceConfig config;
    private final Probes probes;
    private final PrometheusMeterRegistry registry;
    private final Instance<MetricsJson> documents;
    private @Nullable Vertx vertx;

    @Inject
    MetricsServer(
            ServiceConfig config, Probes probes, PrometheusMeterRegistry registry, Instance<MetricsJson> documents) {
        this.config = config;
        this.probes = probes;
        this.registry = registry;
        this.documents = documents;
    }

    void start(@Observes StartupEvent event) {
        String host = config.metricsBind();
        int port = config.metricsPort();
        if (port == 0) {
            return;
        }
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
        try {
            vertx.createHttpServer(OPTIONS)
                    .requestHandler(this::answer)
                    .invalidRequestHandler(request -> text(request.response(), 400, "bad request\n"))
                    .listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw StartupException.cannotListen(host, port, e, "--metrics-port");
        }
        LOG.infof("metrics at http://%s:%d/metrics", host, port);
    }

    @PreDestroy
    void stop() {
        if (vertx != null) {
            vertx.close();
        }
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        if (!HttpMethod.GET.equals(request.method())) {
            text(response, 400, "bad request\n");
            return;
        }
        switch (request.path()) {
            case "/livez" -> probes.live().subscribe().with(probe -> probe.answer(response));
            case "/readyz" -> probes.ready().subscribe().with(probe -> probe.answer(response));
            case "/metrics" -> prometheus(response);
            case "/metrics.json" -> json(response);
            default -> text(response, 404, "not found\n");
        }
    }

    private void prometheus(HttpServerResponse response) {
        String type = TextFormat.CONTENT_TYPE_004;
        page(response, type, () -> registry.scrape(type), "# the metrics could not be read, see the log\n");
    }

    private void json(HttpServerResponse response) {
        if (documents.isUnsatisfied()) {
            text(response, 404, "not found\n");
            return;
        }
        String failed = "{\"error\":\"the metrics could not be read, see the log\"}";
        page(response, "application/json", () -> documents.get().document(), failed);
    }

    private void page(HttpServerResponse response, String type, Callable<String> content, String failed) {
        response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        Vertx.currentContext()
                .executeBlocking(content, false)
                .onSuccess(response::end)
                .onFailure(e -> {
                    LOG.error("the metrics could not be read", e);
                    response.setStatusCode(500).end(failed);
                });
    }

    private static void text(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status).putHeader(HttpHeaders.CONTENT_TYPE, TEXT).end(body);
    }
}
