package io.spiderweb.gateway.provider.openai;

import io.spiderweb.service.launch.StartupException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * What an {@link OpenAiProvider} needs to know.
 *
 * @param baseUrl what stands before {@code /chat/completions}
 * @param silence longest wait for the head of an answer, and then for each piece
 */
record OpenAiOptions(URI baseUrl, ApiKey key, Duration silence) {

    /** @throws StartupException if these settings cannot work, with what to do */
    static OpenAiOptions of(OpenAiConfig config, Duration silence) {
        if (config.apiKey().isPresent() && config.apiKeyFile().isPresent()) {
            throw new StartupException("OPENAI_API_KEY and OPENAI_API_KEY_FILE are both set: keep one of them");
        }
        ApiKey key = config.apiKey()
                .<ApiKey>map(ApiKey.Given::new)
                .or(() -> config.apiKeyFile().map(ApiKey.InFile::new))
                .orElseGet(ApiKey.None::new);
        try {
            if (key.read().isEmpty() && config.baseUrl().toString().equals(OpenAiConfig.OFFICIAL_URL)) {
                throw new StartupException(
                        "provider openai needs a key: set OPENAI_API_KEY or OPENAI_API_KEY_FILE, or name a server that needs none"
                                + " with OPENAI_BASE_URL");
            }
        } catch (IOException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
        return new OpenAiOptions(checked(config.baseUrl()), key, silence);
    }

    private static URI checked(URI base) {
        String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new StartupException("OPENAI_BASE_URL must be an address such as " + OpenAiConfig.OFFICIAL_URL
                    + " or http://127.0.0.1:11434/v1");
        }
        if (base.getUserInfo() != null || base.getQuery() != null || base.getFragment() != null) {
            throw new StartupException("OPENAI_BASE_URL may have a host, a port and a path only");
        }
        return base;
    }
}
