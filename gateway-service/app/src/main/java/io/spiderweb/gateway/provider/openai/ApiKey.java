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

    /** @throws IOException if there is no key where one should be; the message says what to do */
    default Optional<Secret> read() throws IOException {
        return switch (this) {
            case None() -> Optional.empty();
            case Given(Secret secret) -> Optional.of(checked(secret, "OPENAI_API_KEY"));
            case InFile(Path path) -> Optional.of(checked(read(path), "the key file " + path));
        };
    }

    // anything else could not be sent, and whoever refused to send it would quote it
    private static Secret checked(Secret key, String source) throws IOException {
        if (key.reveal().isEmpty() || !key.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IOException(source + " does not hold a key: it must be the key alone, without white space");
        }
        return key;
    }

    private static Secret read(Path path) throws IOException {
        try {
            return new Secret(Files.readString(path).strip());
        } catch (NoSuchFileException e) {
            throw new IOException("the key file " + path + " does not exist: see OPENAI_API_KEY_FILE", e);
        } catch (CharacterCodingException e) {
            throw new IOException("the key file " + path + " is not text: put the key alone into it", e);
        } catch (IOException e) {
            throw new IOException("the key file " + path + " cannot be read: " + e.getMessage(), e);
        }
    }
}
