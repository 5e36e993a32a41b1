package io.spiderweb.service.log;

import java.util.regex.Pattern;

/**
 * Takes secrets out of text by their looks, where somebody has quoted one. It is the last line: what is known to be secret is a
 * {@code Secret}, which never shows itself.
 */
public final class Redaction {

    /** As the control plane makes them ({@code spec control 4.1, 6.5}), file tokens, provider keys, and anything behind Bearer. */
    private static final Pattern SECRETS = Pattern.compile("\\bsw-[a-z]+_[\\w-]{8,}"
            + "|\\b(?:inv|join|secret|lease|proj)-[0-9a-f]{32}\\b"
            + "|\\bswfs_[\\w.-]{8,}"
            + "|\\bsk-[\\w-]{8,}"
            + "|(?i:\\bbearer)\\s+\\S{8,}");

    private static final String REDACTED = "[redacted]";

    private Redaction() {}

    /** The text, with what looks like a secret replaced. */
    public static String of(String text) {
        return SECRETS.matcher(text).replaceAll(REDACTED);
    }
}
