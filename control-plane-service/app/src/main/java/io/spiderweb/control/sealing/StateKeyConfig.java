package io.spiderweb.control.sealing;

import io.smallrye.config.ConfigMapping;
import io.spiderweb.wire.Secret;
import java.nio.file.Path;
import java.util.Optional;

/** The keys of the state ({@code spec control 6.3}); a blank one counts as none. */
@ConfigMapping(prefix = "spiderweb")
public interface StateKeyConfig {

    /** Seals the state: 64 hexadecimal digits. */
    Optional<Secret> controlStateKeyHex();

    /** Holds the key that seals the state. */
    Optional<Path> controlStateKeyHexFile();

    /** Keys that the state may still be sealed with, separated by commas. */
    Optional<Secret> controlStatePreviousKeysHex();

    /** Holds the keys that the state may still be sealed with. */
    Optional<Path> controlStatePreviousKeysHexFile();
}
