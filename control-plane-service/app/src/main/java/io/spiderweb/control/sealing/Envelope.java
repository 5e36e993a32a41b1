package io.spiderweb.control.sealing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The text of a sealed document: that of the specification, and the key's id ({@code spec control 6.3}).
 *
 * @param key id of the key; empty in one of the reference
 * @param encrypted what the cipher made: the tag comes last
 */
public record Envelope(String key, byte[] nonce, byte[] encrypted) {

    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private static final String ALGORITHM = "aes-256-gcm";

    /**
     * Absent unless the text is an envelope as a whole: what it holds somewhere inside does not make it one
     * ({@code control 11} row 3).
     */
    public static Optional<Envelope> parse(String text) {
        // what is no envelope is by far the most frequent text where no key is set: this saves parsing it twice
        if (!text.startsWith("{\"schema\"")) {
            return Optional.empty();
        }
        try {
            ObjectNode object = Json.parseObject(text);
            Fields fields = new Fields(object);
            String key = fields.optional("key");
            if (!ALGORITHM.equals(fields.optional("enc")) || object.size() != (key == null ? 5 : 6)) {
                return Optional.empty();
            }
            byte[] nonce = fields.base64("nonce");
            byte[] tag = fields.base64("tag");
            byte[] ciphertext = fields.base64("ciphertext");
            if (nonce.length != NONCE_BYTES || tag.length != TAG_BYTES) {
                return Optional.empty();
            }
            byte[] encrypted = new byte[ciphertext.length + TAG_BYTES];
            System.arraycopy(ciphertext, 0, encrypted, 0, ciphertext.length);
            System.arraycopy(tag, 0, encrypted, ciphertext.length, TAG_BYTES);
            return Optional.of(new Envelope(key == null ? "" : key, nonce, encrypted));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    public String text() {
        int length = encrypted.length - TAG_BYTES;
        return Json.write(Json.object()
                .put("schema", 1)
                .put("enc", ALGORITHM)
                .put("key", key)
                .put("nonce", base64(nonce, 0, nonce.length))
                .put("tag", base64(encrypted, length, TAG_BYTES))
                .put("ciphertext", base64(encrypted, 0, length)));
    }

    private static String base64(byte[] bytes, int from, int length) {
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, from + length));
    }
}
