package io.spiderweb.store;

/**
 * A document as it was read.
 *
 * @param revision of the transaction that wrote it, 1 or more
 */
public record Document(Key key, long revision, Content content) {
    public String text() {
        return content.text();
    }
}
