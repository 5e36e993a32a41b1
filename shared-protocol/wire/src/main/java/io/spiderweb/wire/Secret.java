package io.spiderweb.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A token, secret or invite: on the wire its text, everywhere else redacted. */
public record Secret(@JsonValue String reveal) {

    @JsonCreator
    public Secret {}

    /** Compares in constant time, whatever the lengths. */
    public boolean matches(Secret other) {
        return MessageDigest.isEqual(digest(reveal), digest(other.reveal));
    }

    // equal lengths, so that not even the length of the expected value can be measured
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret);
    }

    @Override
    public int hashCode() {
        return reveal.hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
