package io.spiderweb.store;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What text must be like so that every backend can hold it unchanged: valid Unicode, no NUL, not too long. */
final class Text {
    private static final int MAX_NAME_BYTES = 512;

    private Text() {}

    /** Checks an identifier: 1 to 512 bytes of UTF-8. */
    static void requireName(String what, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " is empty");
        }
        require(what, name, MAX_NAME_BYTES);
    }

    static void require(String what, String text, int maxBytes) {
        // a UTF-16 unit is at least one byte: refuses what is far too long without encoding it
        int bytes = text.length() > maxBytes ? text.length() : encodedLength(what, text);
        if (bytes > maxBytes) {
            throw new IllegalArgumentException(
                    "the %s is too long: at least %d bytes, allowed are %d".formatted(what, bytes, maxBytes));
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + what + " contains a NUL character");
        }
    }

    private static int encodedLength(String what, String text) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(text))
                    .remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the " + what + " is not valid Unicode (half a surrogate pair)", e);
        }
    }
}
