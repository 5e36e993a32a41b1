package io.spiderweb.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sw-admin_JnNHAh2vT1xZ-_aVQ0bq9Yt8",
                "sw-service_00112233445566778899aabbccddeeff",
                "inv-00112233445566778899aabbccddeeff",
                "join-00112233445566778899aabbccddeeff",
                "secret-00112233445566778899aabbccddeeff",
                "lease-00112233445566778899aabbccddeeff",
                "proj-00112233445566778899aabbccddeeff",
                "swfs_eyJhIjoxfQ.mac-_mac-_mac",
                "sk-proj-abcdefgh",
                "Bearer anything-at-all"
            })
    void aSecretIsTakenOutWhereverItStands(String secret) {
        assertThat(Redaction.of("before " + secret + " behind")).isEqualTo("before [redacted] behind");
        assertThat(Redaction.of("{\"token\":\"" + secret + "\"}")).doesNotContain(secret.substring(7));
    }

    @Test
    void whatOnlyLooksAlikeStays() {
        String text = "project proj-1 of node-2, inv-1, task-12345678901, the bearer of news, sw-x";
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void aVeryLongTextIsCut() {
        assertThat(Line.of("x".repeat(5000))).hasSizeLessThan(4100).endsWith("(1000 characters left out)");
    }
}
