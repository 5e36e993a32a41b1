package io.spiderweb.gateway.testing;

import io.spiderweb.gateway.provider.openai.OpenAiConfig;
import io.spiderweb.wire.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of the OpenAI provider without a configuration. */
public record OpenAiSettings(URI baseUrl, Optional<Secret> apiKey, Optional<Path> apiKeyFile) implements OpenAiConfig {

    public static OpenAiSettings of(URI baseUrl, @Nullable String key, @Nullable Path file) {
        return new OpenAiSettings(baseUrl, Optional.ofNullable(key).map(Secret::new), Optional.ofNullable(file));
    }
}
