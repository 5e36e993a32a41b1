package io.spiderweb.stack.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an option's description says: {@code text (VARIABLE; default)}, the parts in brackets being there or not.
 *
 * @param variable empty if none is named
 * @param fallback empty if none is told
 */
record Described(String text, String variable, String fallback) {

    private static final Pattern FORM =
            Pattern.compile("(?<text>.*?) ?\\((?<variable>SPIDERWEB_[A-Z_]+)?(?<separator>; |, )?(?<rest>[^()]*)\\)");

    /** @param isSwitch has no default to tell, so that what stands in brackets is text */
    static Described of(String description, boolean isSwitch) {
        Matcher parts = FORM.matcher(description);
        if (isSwitch || !parts.matches()) {
            return new Described(description, "", "");
        }
        String variable = parts.group("variable") == null ? "" : parts.group("variable");
        String rest = parts.group("rest");
        return ", ".equals(parts.group("separator"))
                ? new Described(parts.group("text") + ", " + rest, variable, "")
                : new Described(parts.group("text"), variable, rest.replaceFirst("^else ", ""));
    }
}
