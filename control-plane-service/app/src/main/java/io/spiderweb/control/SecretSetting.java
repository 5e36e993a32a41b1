package io.spiderweb.control;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A secret that is given in a variable, or in the file that the variable with {@code _FILE} at its end names. */
public final class SecretSetting {

    private SecretSetting() {}

    /**
     * @param variable its name, for people
     * @param given a blank one counts as none
     * @return the secret without white space around it
     * @throws StartupException if both are set, or the file holds none
     */
    public static Optional<Secret> read(String variable, Optional<Secret> given, Optional<Path> file) {
        Optional<Secret> stripped = given.map(secret -> secret.reveal().strip())
                .filter(text -> !text.isEmpty())
                .map(Secret::new);
        if (stripped.isPresent() && file.isPresent()) {
            throw new StartupException(variable + " and " + variable + "_FILE are both set: keep one of them");
        }
        return stripped.or(() -> file.map(path -> read(variable, path)));
    }

    private static Secret read(String variable, Path file) {
        String what = file + ", which " + variable + "_FILE names,";
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new StartupException(what + " is empty: it must hold what " + variable + " would");
            }
            return new Secret(text);
        } catch (NoSuchFileException e) {
            throw new StartupException(what + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new StartupException(what + " is not text", e);
        } catch (IOException e) {
            throw new StartupException(what + " cannot be read: " + e.getMessage(), e);
        }
    }
}
