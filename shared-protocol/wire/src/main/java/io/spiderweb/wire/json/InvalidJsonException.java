package io.spiderweb.wire.json;

/** A text or a member is not what the protocol allows. Never leaves a codec. */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1;

    /** What is wrong; some families answer the kinds with different codes. */
    public enum Kind {
        SYNTAX("SyntaxError"),
        ENVELOPE("InvalidEnvelope"),
        MISSING("MissingField"),
        TYPE("InvalidType"),
        UNSUPPORTED("UnsupportedType"),
        BASE64("InvalidBase64"),
        VALUE("InvalidPayload");

        private final String errorName;

        Kind(String errorName) {
            this.errorName = errorName;
        }

        /** The name that recorded peers give this error ({@code spec control 1.4}). */
        public String errorName() {
            return errorName;
        }
    }

    private final Kind kind;

    public InvalidJsonException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Never null, unlike that of a general exception. */
    @Override
    public String getMessage() {
        return kind.errorName() + ": " + super.getMessage();
    }
}
