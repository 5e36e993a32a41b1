package io.spiderweb.control.auth;

import io.spiderweb.control.state.Database;
import io.spiderweb.control.state.Persistence;
import io.spiderweb.control.state.Table;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.wire.Secret;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * How a token is stored that need never be shown again: as HMAC-SHA-256 under a key of this state. The hash also finds the token's
 * owner, without comparing one by one.
 */
@Singleton
public class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    public static final Table<Stored> TABLE = new Table<>("hash-key", Stored.class);
    public static final String ID = "current";

    /**
     * @param key absent in a state whose key still lies beside it in {@code hash.key}
     * @param hash proves there that the file is the right one
     */
    public record Stored(@Nullable Secret key, @Nullable String hash) {}

    private final SecretKeySpec key;

    @Inject
    public KeyedHash(DataDirectory data, Database database) {
        Path file = Persistence.directory(data).resolve("hash.key");
        Optional<Secret> found = new PrivateFile(file).read().map(text -> new Secret(text.strip()));
        this.key = database.setUp(edit -> {
            Optional<Stored> stored = edit.get(TABLE, ID);
            if (stored.isPresent() && stored.get().key() != null) {
                return keyOf(stored.get().key());
            }
            Secret first = found.orElseGet(Tokens::key);
            if (stored.isPresent()
                    && !hash(keyOf(first), new Secret("check"))
                            .equals(stored.get().hash())) {
                throw new StartupException(
                        file + " is not the key that the database beside it was made with, so that no token"
                                + " would be known any more: restore that file");
            }
            edit.put(TABLE, ID, new Stored(first, null));
            return keyOf(first);
        });
    }

    private KeyedHash(SecretKeySpec key) {
        this.key = key;
    }

    /** For a state that has no key yet. */
    public static Stored newKey() {
        return new Stored(Tokens.key(), null);
    }

    /** The hashes under a key that is there. */
    public static KeyedHash of(Stored stored) {
        return new KeyedHash(keyOf(Objects.requireNonNull(stored.key())));
    }

    /** The hash of a token, in hexadecimal. */
    public String of(Secret token) {
        return hash(key, token);
    }

    /** Compares in constant time. */
    public boolean matches(Secret token, String hash) {
        return MessageDigest.isEqual(
                of(token).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static SecretKeySpec keyOf(Secret secret) {
        return new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), ALGORITHM);
    }

    private static String hash(SecretKeySpec key, Secret token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
