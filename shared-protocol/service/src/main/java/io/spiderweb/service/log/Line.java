package io.spiderweb.service.log;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes any text a piece of one line of the log, so that nobody who is quoted can write a line of his own. */
final class Line {

    /** Control characters, the line and paragraph separators of Unicode, and what turns the direction of text. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\u0085\u2028\u2029\u202A-\u202E\u2066-\u2069]");

    private static final int MAX = 4000;

    private Line() {}

    /** The text without secrets and line breaks, cut where it is very long. */
    static String of(String text) {
        String clean = Redaction.of(text);
        String shortened = clean.length() <= MAX
                ? clean
                : clean.substring(0, MAX) + "... (" + (clean.length() - MAX) + " characters left out)";
        return UNSAFE.matcher(shortened).replaceAll(Line::escaped);
    }

    private static String escaped(MatchResult unsafe) {
        return switch (unsafe.group().charAt(0)) {
            case '\n' -> "\\\\n";
            case '\r' -> "\\\\r";
            case '\t' -> " ";
            default -> String.format("\\\\u%04x", (int) unsafe.group().charAt(0));
        };
    }
}
