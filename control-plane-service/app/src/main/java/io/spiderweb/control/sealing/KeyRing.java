package io.spiderweb.control.sealing;

import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of this process.
 *
 * @param current seals what is written; absent: the state is not sealed
 * @param previous only open what was sealed with them
 */
public record KeyRing(Optional<StateKey> current, List<StateKey> previous) {

    public static final KeyRing EMPTY = new KeyRing(Optional.empty(), List.of());

    private static final String KEY = "SPIDERWEB_CONTROL_STATE_KEY_HEX";
    private static final String PREVIOUS = "SPIDERWEB_CONTROL_STATE_PREVIOUS_KEYS_HEX";

    public KeyRing {
        previous = List.copyOf(previous);
    }

    /** @throws StartupException if a setting cannot be what was meant */
    public static KeyRing of(StateKeyConfig config) {
        Optional<StateKey> current = setting(KEY, config.controlStateKeyHex(), config.controlStateKeyHexFile())
                .map(hex -> StateKey.parse(hex, KEY));
        List<StateKey> previous = setting(
                        PREVIOUS, config.controlStatePreviousKeysHex(), config.controlStatePreviousKeysHexFile())
                .map(list -> Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(hex -> !hex.isEmpty())
                        .map(hex -> StateKey.parse(hex, "a key in " + PREVIOUS))
                        .toList())
                .orElse(List.of());
        if (current.isEmpty() && !previous.isEmpty()) {
            throw new StartupException(PREVIOUS + " is set without " + KEY + ": name the key to seal the state with");
        }
        return new KeyRing(current, previous);
    }

    Optional<StateKey> find(String id) {
        return all().filter(key -> key.id().equals(id)).findFirst();
    }

    boolean isCurrent(String id) {
        return current.filter(key -> key.id().equals(id)).isPresent();
    }

    /** The ids of all keys, for people. */
    String ids() {
        return all().map(StateKey::id).collect(Collectors.joining(", "));
    }

    private Stream<StateKey> all() {
        return Stream.concat(current.stream(), previous.stream());
    }

    private static Optional<String> setting(String name, Optional<Secret> value, Optional<Path> file) {
        Optional<String> given = value.map(secret -> secret.reveal().strip()).filter(text -> !text.isEmpty());
        if (given.isPresent() && file.isPresent()) {
            throw new StartupException(name + " and " + name + "_FILE are both set: keep one of them");
        }
        return given.or(() -> file.map(path -> read(name, path)));
    }

    private static String read(String name, Path file) {
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new StartupException(file + " is empty: it must hold what " + name + " would");
            }
            return text;
        } catch (IOException e) {
            throw new StartupException("cannot read " + file + ", which " + name + "_FILE names: " + e, e);
        }
    }
}
