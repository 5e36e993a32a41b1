package io.spiderweb.service.health;

import io.smallrye.health.SmallRyeHealth;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.stream.Collectors;

/** Asks the health checks of the application, and waits for them only so long. */
@Singleton
public class Probes {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SmallRyeHealthReporter reporter;

    @Inject
    Probes(SmallRyeHealthReporter reporter) {
        this.reporter = reporter;
    }

    /** {@code ok} while the process is worth keeping. */
    public Uni<Probe> live() {
        return probe(reporter.getLivenessAsync(), "ok");
    }

    /** {@code ready} while it can do its work. */
    public Uni<Probe> ready() {
        return probe(reporter.getReadinessAsync(), "ready");
    }

    private static Uni<Probe> probe(Uni<SmallRyeHealth> health, String word) {
        return health.map(answer -> answer.isDown() ? Probe.down(word, failing(answer)) : Probe.up(word))
                .ifNoItem()
                .after(PATIENCE)
                .recoverWithItem(() -> Probe.down(word, "no answer within " + PATIENCE.toSeconds() + " s\n"))
                .onFailure()
                .recoverWithItem(e -> Probe.down(word, e + "\n"));
    }

    private static String failing(SmallRyeHealth health) {
        return health.getPayload().getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> "DOWN".equals(check.getString("status")))
                .map(check -> check.getString("name") + "\n")
                .collect(Collectors.joining());
    }
}
