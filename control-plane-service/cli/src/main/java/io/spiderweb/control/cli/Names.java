package io.spiderweb.control.cli;

import io.spiderweb.wire.control.guide.OperationGuide;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names of operations as people type them: with or without {@code control.}, and sometimes wrong. */
final class Names {

    static final String CHANNEL = "control.";

    private Names() {}

    static List<String> all() {
        return OperationGuide.all().stream().map(OperationGuide::name).toList();
    }

    /** The operations among arguments; all that there are, if none is. */
    static Set<String> of(String... arguments) {
        Set<String> named = new HashSet<>(Arrays.asList(arguments));
        named.retainAll(all());
        return named.isEmpty() ? Set.copyOf(all()) : named;
    }

    /** Arguments in which the first operation that is named has no channel. */
    static String[] withoutChannel(String... arguments) {
        String[] plain = arguments.clone();
        for (int i = 0; i < plain.length; i++) {
            if (plain[i].startsWith(CHANNEL) && all().contains(withoutChannel(plain[i]))) {
                plain[i] = withoutChannel(plain[i]);
                break;
            }
        }
        return plain;
    }

    static String nearest(String unknown) {
        String name = unknown.startsWith(CHANNEL) ? withoutChannel(unknown) : unknown;
        return all().stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .orElseThrow();
    }

    private static String withoutChannel(String type) {
        return type.substring(CHANNEL.length());
    }

    /** How many letters have to be added, removed or replaced (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
