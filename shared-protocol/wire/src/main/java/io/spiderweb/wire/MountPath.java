package io.spiderweb.wire;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where an export appears in the workspace: {@code /} or {@code /a/b}, normalised ({@code spec control 4.6}; empty parts are
 * dropped, {@code .} and {@code ..} refused: {@code control 11} row 28). It can be shown by a kernel: no control characters, at most
 * 4,096 bytes, and 255 in each part.
 */
public record MountPath(@JsonValue String text) implements Comparable<MountPath> {

    private static final int MAX_BYTES = 4096;
    private static final int MAX_PART_BYTES = 255;

    public static final MountPath ROOT = new MountPath("/");

    /** @throws IllegalArgumentException if the text names no mount path */
    @JsonCreator
    public static MountPath of(String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a mount path: '" + text
                        + "': give an absolute path without '.', '..' and control characters, such as /src"));
    }

    public static Optional<MountPath> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || bytes(trimmed) > MAX_BYTES || trimmed.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        List<String> parts = Arrays.stream(trimmed.split("/"))
                .filter(part -> !part.isEmpty())
                .toList();
        return parts.stream().allMatch(MountPath::isName)
                ? Optional.of(new MountPath("/" + String.join("/", parts)))
                : Optional.empty();
    }

    private static boolean isName(String part) {
        return !part.equals(".") && !part.equals("..") && bytes(part) <= MAX_PART_BYTES;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether a path of the workspace lies at or below this mount. */
    public boolean covers(String path) {
        return isRoot() || path.equals(text) || path.startsWith(text + "/");
    }

    /** Two different paths overlap when one lies below the other. */
    public boolean overlaps(MountPath other) {
        return !equals(other) && (covers(other.text) || other.covers(text));
    }

    public boolean isRoot() {
        return text.equals("/");
    }

    public List<String> parts() {
        return isRoot() ? List.of() : List.of(text.substring(1).split("/"));
    }

    @Override
    public int compareTo(MountPath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
