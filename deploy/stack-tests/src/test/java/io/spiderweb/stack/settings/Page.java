package io.spiderweb.stack.settings;

import io.spiderweb.stack.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page whose text is written by people, but for what stands between two marks that name a table. */
record Page(String text) {

    private static final Path FILE = Checkout.find().top().resolve("docs/configuration.md");
    private static final String END = "<!-- end -->";

    static Page read() throws IOException {
        return new Page(Files.readString(FILE));
    }

    Page with(String table, String content) {
        String begin = "<!-- generated: " + table + " -->\n";
        int from = text.indexOf(begin);
        int to = text.indexOf(END, from);
        if (from < 0 || to < 0) {
            throw new AssertionError(FILE + " has no place for '" + table + "': write " + begin + END);
        }
        return new Page(text.substring(0, from + begin.length()) + content + text.substring(to));
    }

    void write() throws IOException {
        Files.writeString(FILE, text);
    }
}
