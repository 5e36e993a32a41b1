package io.spiderweb.store;

/**
 * The text of a document, opaque to the store. It may be confidential, so it shows itself only when asked.
 *
 * @param text up to {@value #MAX_BYTES} bytes of UTF-8 without NUL
 */
public record Content(String text) {
    public static final int MAX_BYTES = 4 << 20;

    public Content {
        Text.require("content of a document", text, MAX_BYTES);
    }

    @Override
    public String toString() {
        return "(" + text.length() + " characters)";
    }
}
