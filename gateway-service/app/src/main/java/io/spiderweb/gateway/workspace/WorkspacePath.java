package io.spiderweb.gateway.workspace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A place in a workspace, relative to its root and unable to leave it ({@code spec agent-runtime 10.2}).
 *
 * @param text {@code a/b}, or empty for the root
 */
public record WorkspacePath(String text) {

    public static final WorkspacePath ROOT = new WorkspacePath("");

    private static final int MAX_LENGTH = 4096;

    /** What an agent wrote; empty where that is absolute, starts at somebody's home, climbs out or cannot be a path. */
    public static Optional<WorkspacePath> parse(String text) {
        if (text.isEmpty()
                || text.length() > MAX_LENGTH
                || text.startsWith("/")
                || text.startsWith("~")
                || text.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        List<String> parts = Arrays.stream(text.split("/"))
                .filter(part -> !part.isEmpty() && !part.equals("."))
                .toList();
        return parts.contains("..") ? Optional.empty() : Optional.of(new WorkspacePath(String.join("/", parts)));
    }

    public boolean isRoot() {
        return text.isEmpty();
    }

    public WorkspacePath child(String name) {
        return new WorkspacePath(isRoot() ? name : text + "/" + name);
    }

    /** For people: the root is a dot. */
    @Override
    public String toString() {
        return isRoot() ? "." : text;
    }
}
