package io.spiderweb.control.sealing;

import io.spiderweb.control.SecretSetting;
import io.spiderweb.service.launch.StartupException;
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
        Optional<StateKey> current = SecretSetting.read(
                        KEY, config.controlStateKeyHex(), config.controlStateKeyHexFile())
                .map(hex -> StateKey.parse(hex.reveal(), KEY));
        List<StateKey> previous = SecretSetting.read(
                        PREVIOUS, config.controlStatePreviousKeysHex(), config.controlStatePreviousKeysHexFile())
                .map(list -> Arrays.stream(list.reveal().split(","))
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

    public Optional<StateKey> find(String id) {
        return all().filter(key -> key.id().equals(id)).findFirst();
    }

    boolean isCurrent(String id) {
        return current.filter(key -> key.id().equals(id)).isPresent();
    }

    /** The ids of all keys, for people. */
    String ids() {
        return all().map(StateKey::id).collect(Collectors.joining(", "));
    }

    public Stream<StateKey> all() {
        return Stream.concat(current.stream(), previous.stream());
    }
}
