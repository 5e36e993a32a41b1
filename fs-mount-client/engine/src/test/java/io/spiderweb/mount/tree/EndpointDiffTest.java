package io.spiderweb.mount.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.mount.EndpointSpec;
import io.spiderweb.wire.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndpointDiffTest {

    private final EndpointSpec a = EndpointSpec.parse("a=ws://h:1/v2/fs@/m");
    private final EndpointSpec b = EndpointSpec.parse("b=ws://h:2/v2/fs@/m");
    private final EndpointSpec moved = EndpointSpec.parse("b=ws://h:3/v2/fs@/m");

    @Test
    void whatStaysIsNoDifference() {
        EndpointDiff diff = EndpointDiff.between(List.of(a, b), List.of(b, a));
        assertThat(diff).isEqualTo(new EndpointDiff(List.of(), List.of(), List.of()));
        assertThat(diff.toString()).isEmpty();
    }

    @Test
    void aNodeAtAnotherAddressIsAnotherEndpoint() {
        assertThat(EndpointDiff.between(List.of(a, b), List.of(a, moved)))
                .isEqualTo(new EndpointDiff(List.of(moved), List.of(b), List.of()))
                .hasToString("added /m of node b (ws://h:3/v2/fs), removed /m of node b (ws://h:2/v2/fs)");
    }

    @Test
    void anotherTokenRenewsAndIsNeverShown() {
        EndpointSpec renewed = a.withToken(new Secret("hush"));
        EndpointDiff diff = EndpointDiff.between(List.of(a), List.of(renewed, b));
        assertThat(diff.renewed()).containsExactly(renewed);
        assertThat(diff.added()).containsExactly(b);
        assertThat(diff.removed()).isEmpty();
        assertThat(diff.toString()).doesNotContain("hush");
    }
}
