package io.spiderweb.control.auth;

import io.spiderweb.wire.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** New secrets, random behind a prefix that tells people what they are ({@code spec control 4.1}). */
public final class Tokens {

    private static final String REVOKED = "revoked-";

    private static final int BITS_128 = 16;
    private static final int BITS_192 = 24;
    private static final int BITS_256 = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    public static Secret invite() {
        return hex("inv-", BITS_128);
    }

    public static Secret joinRequest() {
        return hex("join-", BITS_128);
    }

    public static Secret node() {
        return hex("secret-", BITS_128);
    }

    public static Secret lease() {
        return hex("lease-", BITS_128);
    }

    public static Secret project() {
        return hex("proj-", BITS_128);
    }

    /** What is left of a project's token that was revoked: it gets a new one, and opens nothing else. */
    public static Secret revokedProject() {
        return hex(REVOKED, BITS_128);
    }

    public static boolean isRevoked(Secret token) {
        return token.reveal().startsWith(REVOKED);
    }

    static Secret role(String role) {
        String random = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(BITS_192));
        return new Secret("sw-" + role + "_" + random);
    }

    static Secret service() {
        return hex("sw-service_", BITS_256);
    }

    static Secret key() {
        return hex("", BITS_256);
    }

    private static Secret hex(String prefix, int length) {
        return new Secret(prefix + HexFormat.of().formatHex(bytes(length)));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
