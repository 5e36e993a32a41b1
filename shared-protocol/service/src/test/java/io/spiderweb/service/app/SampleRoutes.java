package io.spiderweb.service.app;

import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.service.log.LogContext;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;
import org.jboss.logging.Logger;

@Singleton
class SampleRoutes {

    private static final Logger LOG = Logger.getLogger(SampleRoutes.class);

    @Inject
    SampleConfig config;

    void register(@Observes Router router, DataDirectory directory) {
        router.get("/greeting").handler(request -> request.end(config.greeting()));
        router.get("/data-dir").handler(request -> request.end(directory.path().toString()));
        router.get("/log").handler(request -> {
            String text = request.queryParams().get("text");
            try (var _ =
                    LogContext.connection("c1").with(LogContext.REQUEST, text).open()) {
                LOG.errorf(new IllegalStateException("outer", new IllegalArgumentException(text)), "said %s", text);
            }
            request.end();
        });
    }

    void hang(@Observes Stopping stopping) throws InterruptedException {
        if (config.hang()) {
            new CountDownLatch(1).await();
        }
    }
}
