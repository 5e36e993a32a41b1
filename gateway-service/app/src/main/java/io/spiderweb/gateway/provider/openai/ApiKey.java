package io.spiderweb.gateway.provider.openai;

import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The key that is shown to the provider. */
sealed interface ApiKey {

    /** Servers on one's own machine want no key. */
    record None() implements ApiKey {}

    record Given(Secret secret) implements ApiKey {}

    /** Read anew each time, so that a key can be replaced while the gateway runs. */
    record InFile(Path path) implements ApiKey {}

    /** @throws IOException if the file cannot be read or is empty; the message says what to do */
    default Optional<Secret> read() throws IOException {
        return switch (this) {
            case None() -> Optional.empty();
            case Given(Secret secret) -> Optional.of(secret);
            case InFile(Path path) -> Optional.of(read(path));
        };
    }

    private static Secret read(Path path) throws IOException {
        String key;
        try {
            key = Files.readString(path).strip();
        } catch (NoSuchFileException e) {
            throw new IOException("the key file " + path + " does not exist: see OPENAI_API_KEY_FILE", e);
        } catch (CharacterCodingException e) {
            throw new IOException("the key file " + path + " is not text: put the key alone into it", e);
        } catch (IOException e) {
            throw new IOException("the key file " + path + " cannot be read: " + e.getMessage(), e);
        }
        if (key.isEmpty()) {
            throw new IOException("the key file " + path + " is empty: put the key into it");
        }
        return new Secret(key);
    }
}
