package io.spiderweb.stack;

import org.jspecify.annotations.Nullable;

/** Part of the stack does not do what it should; the message tells a person what and where to look. */
public final class StackException extends Exception {

    private static final long serialVersionUID = 1;

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public StackException(String message) {
        super(message);
    }
}
