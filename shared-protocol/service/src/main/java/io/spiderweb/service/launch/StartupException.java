package io.spiderweb.service.launch;

/**
 * The service cannot start, and the message tells a person why and what to do: one line, lower case, without a full
 * stop. It is printed as it is, without a stack trace.
 */
public final class StartupException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * A listener that did not come up.
     *
     * @param port the port that was asked for; not positive where any would do
     * @param option the command line option with which to choose another port
     */
    public static StartupException cannotListen(String host, int port, Throwable cause, String option) {
        String why = String.valueOf(cause.getMessage());
        if (why.contains("in use")) {
            return new StartupException(
                    "port " + port + " on " + host
                            + " is in use: stop the program that listens there, or choose another with " + option,
                    cause);
        }
        // what stands before the last colon is the address again
        String reason = why.substring(why.lastIndexOf(": ") + 1).strip();
        return new StartupException(
                "cannot listen on " + host + (port > 0 ? " port " + port : "") + ": " + reason, cause);
    }
}
