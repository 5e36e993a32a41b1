package io.spiderweb.wire.fs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names and link targets as text. On Linux they are bytes, and JSON carries Unicode only: what is valid UTF-8 is shown as it is,
 * every other byte as a private-use character, 0x80 to 0xFF as U+EF80 to U+EFFF. Where the UTF-8 of such a character is in a name
 * itself, each of its three bytes is shown so too. Thus different bytes are different texts, and every name can be told, and be
 * told back.
 */
public final class EscapedText {

    private static final char BASE = '\uEF00';
    private static final char FIRST = '\uEF80';
    private static final char LAST = '\uEFFF';

    private EscapedText() {}

    /** The text that stands for these bytes. */
    public static String of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        CharBuffer valid = CharBuffer.allocate(bytes.length);
        StringBuilder text = new StringBuilder(bytes.length);
        while (true) {
            CoderResult result = decoder.reset().decode(left, valid, true);
            valid.flip().chars().forEach(c -> show((char) c, text));
            valid.clear();
            if (result.isUnderflow()) {
                return text.toString();
            }
            text.append(escape(left.get()));
        }
    }

    /** The bytes that a text stands for; empty where no bytes are shown as this text, such as for half a surrogate pair. */
    public static Optional<byte[]> bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isEscape(c)) {
                bytes.writeBytes(text.substring(plain, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(c - BASE);
                plain = i + 1;
            }
        }
        bytes.writeBytes(text.substring(plain).getBytes(StandardCharsets.UTF_8));
        return Optional.of(bytes.toByteArray()).filter(all -> of(all).equals(text));
    }

    private static void show(char c, StringBuilder text) {
        if (!isEscape(c)) {
            text.append(c);
            return;
        }
        for (byte part : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
            text.append(escape(part));
        }
    }

    private static boolean isEscape(char c) {
        return FIRST <= c && c <= LAST;
    }

    private static char escape(byte b) {
        return (char) (BASE + Byte.toUnsignedInt(b));
    }
}
