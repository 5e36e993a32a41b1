package io.spiderweb.gateway.provider.openai;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.spiderweb.wire.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where OpenAI, or a server that is compatible with it, is found; the variables are those of the official clients. */
@ConfigMapping(prefix = "openai")
public interface OpenAiConfig {

    String OFFICIAL_URL = "https://api.openai.com/v1";

    /** {@code OPENAI_BASE_URL}: what stands before {@code /chat/completions}. */
    @WithDefault(OFFICIAL_URL)
    URI baseUrl();

    /** {@code OPENAI_API_KEY}; an empty one counts as none. */
    Optional<Secret> apiKey();

    /** {@code OPENAI_API_KEY_FILE}: holds the key, and is read for each request, so that it can be replaced. */
    Optional<Path> apiKeyFile();
}
