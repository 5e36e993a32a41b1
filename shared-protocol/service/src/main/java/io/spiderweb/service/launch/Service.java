package io.spiderweb.service.launch;

import io.quarkus.runtime.Quarkus;
import io.spiderweb.service.lifecycle.StopSignal;
import java.util.concurrent.CompletableFuture;

/** Runs the Quarkus application of this process. */
public final class Service {

    private Service() {}

    /**
     * Starts the application and returns when it has stopped.
     *
     * @return the exit status: 0 after an orderly stop
     * @throws RuntimeException where it cannot start; the launcher explains it
     */
    public static int run(Settings settings) {
        LaunchConfigSources.install(settings.sources());
        StopSignal.install();
        var end = new CompletableFuture<Integer>();
        Quarkus.run(null, (status, failure) -> {
            if (failure == null) {
                end.complete(status);
            } else {
                end.completeExceptionally(failure);
            }
        });
        return end.join();
    }
}
