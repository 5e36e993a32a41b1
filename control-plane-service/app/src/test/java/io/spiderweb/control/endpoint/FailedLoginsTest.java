package io.spiderweb.control.endpoint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.control.FreshDataDirectory;
import io.spiderweb.control.Installation;
import io.spiderweb.control.TestClient;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Addresses are told by a service, as the gateway does, so that those of other tests are not held up. */
@QuarkusTest
@WithTestResource(FreshDataDirectory.class)
class FailedLoginsTest {

    @Inject
    Installation installation;

    @Test
    void anAddressThatShowsManyWrongTokensHasToWaitButARightOneOpens() throws Exception {
        Secret service = installation.service();
        String address = "203.0.113.9";
        for (int i = 0; i < 20; i++) {
            assertThat(refusal(address, service).statusCode()).isEqualTo(401);
        }

        HttpResponse<?> refused = refusal(address, service);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        assertThat(refusal("203.0.113.10", service).statusCode())
                .as("from elsewhere")
                .isEqualTo(401);
        try (TestClient admin = TestClient.openFrom(address, installation.admin(), service)) {
            JsonNode newest = admin.ok("audit_tail", "{\"agent_id\":\"role:anonymous\",\"limit\":1}")
                    .path("audit")
                    .path(0);
            assertThat(newest.path("error_code").asText()).isEqualTo("provider_auth_failed");
            assertThat(newest.path("address").asText()).startsWith("203.0.113.");
        }
    }

    private static HttpResponse<?> refusal(String address, Secret service) {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> TestClient.openFrom(address, new Secret("sw-admin_wrong"), service));
        return ((WebSocketHandshakeException) requireNonNull(failure.getCause())).getResponse();
    }
}
