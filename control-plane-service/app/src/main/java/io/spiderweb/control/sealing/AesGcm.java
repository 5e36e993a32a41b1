package io.spiderweb.control.sealing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a random nonce for each text. */
public final class AesGcm {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    /** @param aad what the text belongs to; it is needed again to open it */
    public static Envelope seal(StateKey key, byte[] aad, byte[] text) {
        byte[] nonce = new byte[Envelope.NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            return new Envelope(
                    key.id(),
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, aad).doFinal(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    /** The text; absent if the envelope was made with another key or for something else, or was changed. */
    public static Optional<byte[]> open(StateKey key, byte[] aad, Envelope envelope) {
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, key, envelope.nonce(), aad).doFinal(envelope.encrypted()));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + TRANSFORMATION, e);
        }
    }

    private static Cipher cipher(int mode, StateKey key, byte[] nonce, byte[] aad) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key.key(), new GCMParameterSpec(Envelope.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(aad);
        return cipher;
    }
}
