package io.spiderweb.control.transcript;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A control plane that demands further tokens for mutations, as one that was recorded ({@code spec control 3.3}). */
@QuarkusTest
@TestProfile(GatedTranscriptTest.Gated.class)
@WithTestResource(FreshDataDirectory.class)
class GatedTranscriptTest {

    public static final class Gated implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("spiderweb.control-operator-token", "op-1", "spiderweb.control-project-scope-token", "ps-1");
        }
    }

    @Inject
    Installation installation;

    @Test
    void weAnswerAsRecorded() throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            String scenario = "operator-and-project-scope-token";
            new Replay(new Names())
                    .replay(scenario, requireNonNull(Replay.scenarios().get(scenario)), admin);
        }
    }

    static Stream<ControlOperation> gated() {
        return Arrays.stream(ControlOperation.values()).filter(operation -> operation.scope() != Scope.NONE);
    }

    @ParameterizedTest
    @MethodSource("gated")
    void everyGatedOperationWantsAToken(ControlOperation operation) throws Exception {
        try (TestClient admin = installation.openAdmin()) {
            assertThat(admin.refused(operation.type(), "{}")).isEqualTo("missing_field");
            assertThat(admin.refused(operation.type(), "{\"operator_token\":7}"))
                    .isEqualTo("invalid_payload");
            JsonNode answer = admin.ask(operation.type(), "{\"operator_token\":\"op-2\"}");
            assertThat(answer.path("error").path("code").asText()).isEqualTo("operator_auth_failed");
            assertThat(answer.path("error").path("correlation_id")).isEqualTo(answer.path("id"));
        }
    }
}
