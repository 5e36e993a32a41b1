package io.spiderweb.stack.settings;

import java.util.List;
import java.util.stream.Stream;

/**
 * A line of the page; what a setting does not have is empty.
 *
 * @param flags with their argument
 * @param environment the variable
 * @param fallback what holds when it is not given
 */
record Setting(String flags, String environment, String fallback, String description) {

    static String table(List<Setting> settings) {
        Stream<String> head = Stream.of("| flag | environment | default | what it does |", "|---|---|---|---|");
        return Stream.concat(head, settings.stream().map(Setting::row)).reduce("", (page, row) -> page + row + "\n");
    }

    private String row() {
        return "| " + String.join(" | ", code(flags), code(environment), cell(fallback), cell(description)) + " |";
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
