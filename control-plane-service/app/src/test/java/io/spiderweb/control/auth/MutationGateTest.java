package io.spiderweb.control.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.control.ControlConfig;
import io.spiderweb.control.Refused;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.json.Json;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MutationGateTest {

    record Tokens(Optional<Secret> controlOperatorToken, Optional<Secret> controlProjectScopeToken)
            implements ControlConfig {

        @Override
        public String defaultAgent() {
            return "mother";
        }

        @Override
        public Duration nodeGracePeriod() {
            return Duration.ofDays(7);
        }

        @Override
        public Optional<Secret> controlNodeScopeToken() {
            return Optional.empty();
        }

        @Override
        public int auditRecords() {
            return 1;
        }
    }

    /** The rows of {@code spec control 3.3}; op and ps are the right tokens. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-  | -  | PROJECT | {}                                               | ok",
                "-  | -  | PROJECT | -                                                | missing_field",
                "-  | -  | PROJECT | 5                                                | invalid_payload",
                "op | -  | PROJECT | {}                                               | missing_field",
                "op | -  | NODE    | {'operator_token':'op'}                          | ok",
                "op | -  | NODE    | {'operator_token':'x'}                           | operator_auth_failed",
                "op | -  | NODE    | {'operator_token':''}                            | invalid_payload",
                "op | -  | NODE    | {'operator_token':5}                             | invalid_payload",
                "op | ps | PROJECT | {'operator_token':'x','project_scope_token':'ps'} | operator_auth_failed",
                "op | ps | PROJECT | {'project_scope_token':'ps'}                     | ok",
                "op | ps | PROJECT | {'project_scope_token':'x'}                      | operator_auth_failed",
                "op | ps | PROJECT | {}                                               | missing_field",
                "op | ps | NODE    | {'project_scope_token':'ps'}                     | missing_field",
                "-  | ps | PROJECT | {'operator_token':'op'}                          | missing_field",
                "-  | ps | PROJECT | {'project_scope_token':'ps'}                     | ok",
                "-  | ps | PROJECT | {'project_scope_token':''}                       | invalid_payload",
                "-  | ps | NODE    | {}                                               | ok"
            })
    void aMutationShowsTheTokenThatTheServerDemands(
            String operator, String project, Scope scope, String payload, String outcome) throws Exception {
        MutationGate gate = new MutationGate(new Tokens(secret(operator), secret(project)));
        JsonNode json = payload.equals("-") ? null : Json.parse(payload.replace('\'', '"'));
        assertThat(outcomeOf(gate, scope, json)).isEqualTo(outcome);
    }

    private static String outcomeOf(MutationGate gate, Scope scope, @Nullable JsonNode payload) {
        try {
            gate.check(scope, payload);
            return "ok";
        } catch (Refused e) {
            return e.code().wireName();
        }
    }

    private static Optional<Secret> secret(String text) {
        return text.equals("-") ? Optional.empty() : Optional.of(new Secret(text));
    }
}
