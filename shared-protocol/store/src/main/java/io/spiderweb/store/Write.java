package io.spiderweb.store;

/** One change that a transaction wants. */
public sealed interface Write {
    Key key();

    Expect expect();

    record Put(Key key, Content content, Expect expect) implements Write {}

    record Delete(Key key, Expect expect) implements Write {}

    /** A document that must not exist yet. */
    static Write create(Key key, String text) {
        return new Put(key, new Content(text), new Expect.Absent());
    }

    /** New text for a document that must be as it was read. */
    static Write replace(Document read, String text) {
        return new Put(read.key(), new Content(text), new Expect.Revision(read.revision()));
    }

    /** Text for a document whatever it was. */
    static Write set(Key key, String text) {
        return new Put(key, new Content(text), new Expect.Anything());
    }

    /** The end of a document that must be as it was read. */
    static Write delete(Document read) {
        return new Delete(read.key(), new Expect.Revision(read.revision()));
    }

    /** The end of a document if it exists. */
    static Write delete(Key key) {
        return new Delete(key, new Expect.Anything());
    }
}
