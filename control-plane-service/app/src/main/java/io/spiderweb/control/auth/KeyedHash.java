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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a token is stored that need never be shown again: as HMAC-SHA-256 under a key that lies beside the database, so that a copy
 * of the database alone tells nobody a token. The hash also finds the token's owner, without comparing one by one.
 */
@Singleton
public class KeyedHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final Table<Check> CHECK = new Table<>("hash-key", Check.class);

    /** Proves that key and database belong together. */
    record Check(String hash) {}

    private final SecretKeySpec key;

    @Inject
    public KeyedHash(DataDirectory data, Database database) {
        Path file = Persistence.directory(data).resolve("hash.key");
        String text = new PrivateFile(file).readOrCreate(() -> Tokens.key().reveal());
        this.key = new SecretKeySpec(text.strip().getBytes(StandardCharsets.UTF_8), ALGORITHM);
        String own = of(new Secret("check"));
        String stored = storedCheck(database, own);
        if (!stored.equals(own)) {
            throw new StartupException(
                    file + " is not the key that the database beside it was made with, so that no token"
                            + " would be known any more: restore that file");
        }
    }

    /** The hash of a token, in hexadecimal. */
    public String of(Secret token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(token.reveal().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Compares in constant time. */
    public boolean matches(Secret token, String hash) {
        return MessageDigest.isEqual(
                of(token).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static String storedCheck(Database database, String own) {
        return database.setUp(edit -> edit.get(CHECK, "current")
                .map(Check::hash)
                .orElseGet(() -> {
                    edit.put(CHECK, "current", new Check(own));
                    return own;
                }));
    }
}
