package io.spiderweb.linux;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Between the kernel's bytes and text. */
public final class Utf8 {
    private Utf8() {}

    /** @throws LinuxException EILSEQ when the text has half a surrogate pair, which no bytes stand for */
    public static byte[] encode(String text) throws LinuxException {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new LinuxException("a name that is not Unicode text", text, Errnos.EILSEQ);
        }
    }

    /** As text for people; bytes that are not UTF-8 become U+FFFD. */
    public static String decode(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
