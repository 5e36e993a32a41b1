package io.spiderweb.gateway.provider.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Tells in a few sentences what the tools found: as the answer, and as the summary that is written to a file. */
final class Report {

    private static final int SHOWN = 10;
    private static final int EXCERPT = 160;

    private final Wish wish;
    private final Progress progress;

    Report(Wish wish, Progress progress) {
        this.wish = wish;
        this.progress = progress;
    }

    /** The content of the summary file. */
    String summary() {
        return "# Summary\n\n" + String.join("\n", findings()) + "\n";
    }

    String answer() {
        List<String> sentences = findings();
        progress.success("file_write")
                .ifPresent(result -> sentences.add("I wrote %d bytes to %s."
                        .formatted(result.path("bytes_written").asLong(), text(result, "path"))));
        progress.failure("file_write")
                .ifPresent(why -> sentences.add("I could not write " + wish.write() + ": " + why));
        return String.join("\n", sentences);
    }

    private List<String> findings() {
        List<String> sentences = new ArrayList<>();
        if (wish.remember()) {
            sentences.add(memories());
        }
        progress.success("file_list").ifPresent(result -> sentences.add(listing(result)));
        progress.failure("file_list").ifPresent(why -> sentences.add("I could not list " + wish.list() + ": " + why));
        progress.success("search_code").ifPresent(result -> sentences.add(matches(result)));
        progress.failure("search_code")
                .ifPresent(why -> sentences.add("I could not search for \"" + wish.search() + "\": " + why));
        progress.success("file_read").ifPresent(result -> sentences.add(content(result)));
        progress.failure("file_read").ifPresent(why -> sentences.add("I could not read the file: " + why));
        return sentences;
    }

    private String memories() {
        return progress.earlier().isEmpty()
                ? "You asked nothing yet."
                : progress.earlier().stream()
                        .map(question -> "- " + excerpt(question))
                        .collect(Collectors.joining("\n", "Before this you asked:\n", ""));
    }

    private static String listing(JsonNode result) {
        JsonNode entries = result.path("entries");
        String names = stream(entries)
                .limit(SHOWN)
                .map(entry -> text(entry, "name") + (text(entry, "type").equals("directory") ? "/" : ""))
                .collect(Collectors.joining(", "));
        String where = text(result, "path").equals(".") ? "The workspace" : text(result, "path");
        return entries.isEmpty()
                ? where + " is empty."
                : where + " has " + count(entries.size(), "entry", "entries") + ": " + names
                        + (entries.size() > SHOWN ? ", …" : "") + ".";
    }

    private String matches(JsonNode result) {
        int count = result.path("count").asInt();
        if (count == 0) {
            return "\"" + wish.search() + "\" is not mentioned anywhere.";
        }
        String[] first = result.path("matches").path(0).asText().split(":", 3);
        return "\"%s\" is mentioned in %s, first in %s, line %s: %s"
                .formatted(wish.search(), count(count, "line", "lines"), first[0], first[1], first[2].strip());
    }

    private static String content(JsonNode result) {
        String content = text(result, "content");
        return "%s has %s and begins: %s"
                .formatted(
                        text(result, "path"), count((int) content.lines().count(), "line", "lines"), excerpt(content));
    }

    private static String excerpt(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT) + "…";
    }

    private static String count(int number, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asText();
    }

    private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
