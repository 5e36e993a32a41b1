package io.spiderweb.control.sealing;

import io.spiderweb.service.launch.StartupException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that seals the state.
 *
 * @param id tells keys apart and is no secret: the first digits of a hash of the key
 */
public record StateKey(String id, SecretKeySpec key) {

    private static final int BYTES = 32;
    private static final int ID_DIGITS = 16;

    /**
     * @param hex 64 hexadecimal digits
     * @param source where they were found, for the error
     * @throws StartupException if it is no key; it is never guessed at ({@code control 11} row 2)
     */
    static StateKey parse(String hex, String source) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new StartupException(source + " is not a key: it must be " + 2 * BYTES
                    + " hexadecimal digits, such as 'openssl rand -hex " + BYTES + "' makes");
        }
        return of(HexFormat.of().parseHex(hex));
    }

    public static StateKey of(byte[] key) {
        return new StateKey(idOf(key), new SecretKeySpec(key, "AES"));
    }

    private static String idOf(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("spiderweb-state-key-id".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(key)).substring(0, ID_DIGITS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "key " + id;
    }
}
