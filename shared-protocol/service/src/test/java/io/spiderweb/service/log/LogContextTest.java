package io.spiderweb.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogContextTest {

    @Test
    void aScopeEndsWithWhatWasBefore() {
        try (var _ = LogContext.connection("c1").open()) {
            try (var _ = LogContext.current().with(LogContext.REQUEST, "r1").open()) {
                assertThat(LogContext.current().names()).isEqualTo(Map.of("connection", "c1", "request", "r1"));
            }
            assertThat(LogContext.current().names()).isEqualTo(Map.of("connection", "c1"));
        }
        assertThat(LogContext.current().names()).isEmpty();
    }

    @Test
    void anotherThreadOpensWhatItWasGivenAndNothingElse() throws Exception {
        AtomicReference<Map<String, String>> seen = new AtomicReference<>();
        LogContext given = LogContext.connection("c2");
        try (var _ = LogContext.connection("c1").with(LogContext.SESSION, "s1").open()) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (var _ = given.open()) {
                            seen.set(LogContext.current().names());
                        }
                    })
                    .join();
        }
        assertThat(seen).hasValue(Map.of("connection", "c2"));
    }

    @Test
    void whatAClientChoseIsShortAndOneLine() {
        String chosen = LogContext.connection("a\nb" + "x".repeat(100)).names().get("connection");
        assertThat(chosen).startsWith("a\\nb").hasSizeLessThan(70);
    }
}
