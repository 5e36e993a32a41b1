package io.spiderweb.gateway.tool;

/** A tool could not do what it was asked; the agent reads the message and may try differently. */
public final class ToolException extends Exception {

    private static final long serialVersionUID = 1;

    /** The error codes of {@code spec agent-runtime 10.1}. */
    public enum Code {
        INVALID_PARAMS,
        PERMISSION_DENIED,
        TIMEOUT,
        EXECUTION_FAILED,
        TOOL_NOT_FOUND;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Code code;
    private final String text;

    public ToolException(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
    }

    public Code code() {
        return code;
    }

    /** Never null, unlike that of a general exception. */
    @Override
    public String getMessage() {
        return text;
    }
}
