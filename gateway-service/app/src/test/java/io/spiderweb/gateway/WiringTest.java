package io.spiderweb.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.spiderweb.gateway.provider.openai.OpenAiConfig;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.service.launch.StartupException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which provider an environment chooses. */
@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
class WiringTest {

    @Test
    void withoutAKeyTheDemoAnswersAndWithOneOpenAi() {
        assertThat(provider(Map.of())).isEqualTo("demo");
        assertThat(provider(Map.of("OPENAI_API_KEY", ""))).isEqualTo("demo");
        assertThat(provider(Map.of("OPENAI_API_KEY", "sk-1"))).isEqualTo("openai");
    }

    @Test
    void theOneThatIsNamedAnswers() {
        assertThat(provider(Map.of("OPENAI_API_KEY", "sk-1", "SPIDERWEB_PROVIDER", "demo")))
                .isEqualTo("demo");
        assertThat(provider(Map.of("OPENAI_BASE_URL", "http://localhost:11434/v1/", "SPIDERWEB_PROVIDER", "openai")))
                .isEqualTo("openai");
    }

    @Test
    void whatCannotWorkEndsTheStartWithWhatToDo(@TempDir Path directory) {
        String file = directory.resolve("key").toString();
        assertRefused(Map.of("SPIDERWEB_PROVIDER", "clippy"), "'clippy': use --provider openai or --provider demo");
        assertRefused(Map.of("SPIDERWEB_PROVIDER", "openai"), "set OPENAI_API_KEY or OPENAI_API_KEY_FILE");
        assertRefused(Map.of("OPENAI_API_KEY_FILE", file), file + " does not exist");
        assertRefused(Map.of("OPENAI_API_KEY", "two words"), "OPENAI_API_KEY does not hold a key");
        assertRefused(Map.of("OPENAI_API_KEY_FILE", "/dev/null"), "/dev/null does not hold a key");
        assertRefused(Map.of("OPENAI_API_KEY_FILE", file, "OPENAI_API_KEY", "sk-1"), "keep one of them");
        assertRefused(Map.of("OPENAI_API_KEY", "sk-1", "OPENAI_BASE_URL", "localhost/v1"), "must be an address");
        assertRefused(
                Map.of("OPENAI_API_KEY", "sk-1", "OPENAI_BASE_URL", "https://me:pw@host/v1"),
                "host, a port and a path");
    }

    private void assertRefused(Map<String, String> environment, String message) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> provider(environment))
                .withMessageContaining(message)
                .withMessageNotContaining("two words");
    }

    private String provider(Map<String, String> environment) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new EnvConfigSource(environment, 300))
                .withMapping(GatewayConfig.class)
                .withMapping(OpenAiConfig.class)
                .build();
        return new Wiring()
                .provider(config.getConfigMapping(GatewayConfig.class), config.getConfigMapping(OpenAiConfig.class))
                .name();
    }
}
