package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** A payload for people: members as lines, lists of objects as tables. Credentials in lists are for programs and left out. */
final class Table {

    /** Below this a number of milliseconds is a duration, not a time: year 1973. */
    private static final long FIRST_TIME_MS = 100_000_000_000L;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, JsonNode> lists = new LinkedHashMap<>();

    private Table() {}

    static String of(JsonNode payload) {
        Table table = new Table();
        table.add("", payload);
        return table.text();
    }

    private void add(String name, JsonNode node) {
        if (node.isObject()) {
            String prefix = name.isEmpty() ? "" : name + ".";
            node.properties().forEach(member -> add(prefix + member.getKey(), member.getValue()));
        } else if (node.isArray() && (node.isEmpty() || node.get(0).isObject())) {
            lists.put(name, node);
        } else {
            values.put(name, shown(name, node));
        }
    }

    private String text() {
        StringJoiner parts = new StringJoiner("\n");
        if (!values.isEmpty()) {
            parts.add(aligned(values.entrySet().stream()
                    .map(value -> List.of(value.getKey(), value.getValue()))
                    .toList()));
        }
        lists.forEach((name, items) -> {
            boolean needsTitle = lists.size() > 1 || !values.isEmpty();
            String title = needsTitle ? (values.isEmpty() && parts.length() == 0 ? "" : "\n") + name + ":\n" : "";
            parts.add(title + (items.isEmpty() ? "none" : aligned(rows(items))));
        });
        return parts.toString();
    }

    private static List<List<String>> rows(JsonNode items) {
        List<Map<String, String>> records = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (JsonNode item : items) {
            Table row = new Table();
            row.add("", item);
            row.lists.forEach((name, list) -> row.values.put(name, String.valueOf(list.size())));
            row.values.keySet().removeIf(name -> name.endsWith("_token") || name.endsWith("_secret"));
            records.add(row.values);
            columns.addAll(row.values.keySet());
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.copyOf(columns));
        records.forEach(values -> rows.add(
                columns.stream().map(name -> values.getOrDefault(name, "")).toList()));
        return rows;
    }

    private static String aligned(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        StringJoiner lines = new StringJoiner("\n");
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column))
                        .repeat(' ', widths[column] - row.get(column).length() + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines.toString();
    }

    private static String shown(String name, JsonNode node) {
        if (node.isNull()) {
            return "-";
        }
        if (name.endsWith("_ms") && node.isIntegralNumber()) {
            return time(node.longValue());
        }
        // a name that somebody else gave must not steer the terminal
        return (node.isTextual() ? node.textValue() : node.toString()).replaceAll("\\p{Cntrl}", "?");
    }

    private static String time(long ms) {
        if (ms == 0) {
            return "never";
        }
        return ms < FIRST_TIME_MS
                ? ms + " ms"
                : Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
