package io.spiderweb.control.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.control.ControlConfig;
import io.spiderweb.control.Refused;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation.Scope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The further token that a mutation must show in its payload, if this server has one ({@code spec control 3.3}). */
@Singleton
public class MutationGate {

    private static final String OPERATOR = "operator_token";

    private final ControlConfig config;

    @Inject
    public MutationGate(ControlConfig config) {
        this.config = config;
    }

    /** @throws Refused unless this payload may pass; one that is missing may not, whether or not there is a token */
    public void check(Scope scope, @Nullable JsonNode payload) throws Refused {
        if (payload == null) {
            throw new Refused(ErrorCode.MISSING_FIELD, "MissingField: this operation needs a payload, at least {}");
        }
        if (!(payload instanceof ObjectNode object)) {
            throw new Refused(ErrorCode.INVALID_PAYLOAD, "InvalidPayload: the payload must be an object");
        }
        Optional<Secret> operator = config.controlOperatorToken();
        Optional<Secret> scoped = scopeToken(scope);
        if (operator.isPresent() && (object.has(OPERATOR) || scoped.isEmpty())) {
            compare(object, OPERATOR, operator.get());
        } else if (scoped.isPresent()) {
            compare(object, scope == Scope.PROJECT ? "project_scope_token" : "node_scope_token", scoped.get());
        }
    }

    private Optional<Secret> scopeToken(Scope scope) {
        return switch (scope) {
            case PROJECT -> config.controlProjectScopeToken();
            case NODE -> config.controlNodeScopeToken();
            case NONE, OPERATOR -> Optional.empty();
        };
    }

    private static void compare(ObjectNode payload, String member, Secret expected) throws Refused {
        JsonNode shown = payload.get(member);
        if (shown == null) {
            throw new Refused(ErrorCode.MISSING_FIELD, "MissingField: this server demands " + member);
        }
        if (!shown.isTextual() || shown.textValue().isEmpty()) {
            throw new Refused(ErrorCode.INVALID_PAYLOAD, "InvalidPayload: " + member + " must be a string");
        }
        if (!expected.matches(new Secret(shown.textValue()))) {
            throw new Refused(ErrorCode.OPERATOR_AUTH_FAILED, "OperatorAuthFailed: " + member + " is wrong");
        }
    }
}
