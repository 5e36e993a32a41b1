package io.spiderweb.wire.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FsTokenTest {

    private static final Secret SECRET = new Secret("secret-0123456789abcdef");
    private static final Instant NOW = Instant.ofEpochMilli(1_739_900_000_000L);
    private static final FsToken GRANT = new FsToken("node-4", "work", true, "proj-3", NOW.toEpochMilli() + 1);

    @Test
    void aGrantIsReadByTheNodeWhoseSecretSignedIt() {
        assertThat(FsToken.verify(GRANT.signedWith(SECRET), SECRET, NOW)).contains(GRANT);
    }

    @Test
    void aGrantOfAnotherSecretIsWorthless() {
        assertThat(FsToken.verify(GRANT.signedWith(new Secret("other")), SECRET, NOW))
                .isEmpty();
    }

    @Test
    void aGrantEnds() {
        assertThat(FsToken.verify(GRANT.signedWith(SECRET), SECRET, NOW.plusMillis(1)))
                .isEmpty();
    }

    @Test
    void changingAnyCharacterMakesItWorthless() {
        String token = GRANT.signedWith(SECRET).reveal();
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(FsToken.verify(new Secret(changed), SECRET, NOW))
                    .as(changed)
                    .isEmpty();
        }
    }

    @Test
    void itShowsNeitherItsTextNorTheSecretWhenPrinted() {
        Secret token = GRANT.signedWith(SECRET);
        assertThat(token.toString() + GRANT).doesNotContain(token.reveal()).doesNotContain(SECRET.reveal());
    }
}
