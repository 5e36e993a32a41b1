package io.spiderweb.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.wire.Secret;
import org.junit.jupiter.api.Test;

class RequestTest {

    private static final Secret OPERATOR = new Secret("op");

    @Test
    void anOperationIsGivenWithOrWithoutItsChannel() {
        assertThat(Request.of("ping", "{}", false, null)).isEqualTo(Request.of("control.ping", "{}", false, null));
    }

    @Test
    void theOperatorTokenGoesToGatedOperationsThatDoNotNameOne() {
        assertThat(Request.of("project_create", "{\"name\":\"a\"}", false, OPERATOR)
                        .payload()
                        .toString())
                .isEqualTo("{\"name\":\"a\",\"operator_token\":\"op\"}");
        assertThat(Request.of("project_create", "{\"operator_token\":\"x\"}", false, OPERATOR)
                        .payload()
                        .toString())
                .isEqualTo("{\"operator_token\":\"x\"}");
        assertThat(Request.of("project_list", "{}", false, OPERATOR).payload().toString())
                .isEqualTo("{}");
    }

    @Test
    void anUnknownOperationNamesTheNearestOneUnlessItIsSentRaw() {
        assertThatThrownBy(() -> Request.of("control.workspace_stats", "{}", false, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean workspace_status?");
        assertThat(Request.of("audit_tail2", "{}", true, null).type()).isEqualTo("control.audit_tail2");
    }

    @Test
    void aPayloadThatIsNotJsonIsRefusedAtOnce() {
        assertThatThrownBy(() -> Request.of("ping", "{name:1}", false, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not JSON");
    }
}
