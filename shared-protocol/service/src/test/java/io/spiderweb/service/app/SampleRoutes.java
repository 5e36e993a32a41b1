package io.spiderweb.service.app;

import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.lifecycle.Stopping;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CountDownLatch;

@Singleton
class SampleRoutes {

    @Inject
    SampleConfig config;

    void register(@Observes Router router, DataDirectory directory) {
        router.get("/greeting").handler(request -> request.end(config.greeting()));
        router.get("/data-dir").handler(request -> request.end(directory.path().toString()));
    }

    void hang(@Observes Stopping stopping) throws InterruptedException {
        if (config.hang()) {
            new CountDownLatch(1).await();
        }
    }
}
