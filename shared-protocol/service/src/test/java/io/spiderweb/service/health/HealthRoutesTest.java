package io.spiderweb.service.health;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.service.app.SampleCheck;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.Readiness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HealthRoutesTest {

    @Inject
    @Readiness
    SampleCheck check;

    @AfterEach
    void recover() {
        check.loseVoice(false);
    }

    @Test
    void aLiveServiceSaysOk() {
        get("/livez")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .body(is("ok\n"));
    }

    @Test
    void aReadyServiceSaysReady() {
        get("/readyz")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/plain"))
                .body(is("ready\n"));
    }

    @Test
    void aServiceThatIsNotReadySaysWhichCheckFailed() {
        check.loseVoice(true);

        get("/readyz").then().statusCode(503).body(is("not ready\nvoice\n"));
        get("/livez").then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/q", "/metrics"})
    void whatQuarkusWouldShowCannotBeReachedByUsers(String path) {
        get(path).then().statusCode(404);
    }
}
