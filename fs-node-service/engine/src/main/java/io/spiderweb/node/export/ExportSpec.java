package io.spiderweb.node.export;

import java.nio.file.Path;

/**
 * A directory to offer.
 *
 * @param name unique on the node and not empty
 * @param path an existing directory; links in it are followed once, when the node starts
 */
public record ExportSpec(String name, Path path, boolean readOnly) {

    private static final String FORM = "write NAME=PATH, NAME=PATH:ro or NAME=PATH:rw";

    /** What a node offers that was given nothing (spec fs-node 9.1). */
    public static final ExportSpec DEFAULT = new ExportSpec("work", Path.of("."), false);

    public ExportSpec {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an export needs a name: " + FORM);
        }
    }

    /**
     * Reads {@code name=path[:ro|:rw]}. Of several suffixes the leftmost wins (spec fs-node 9.1).
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static ExportSpec parse(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("'" + text + "' is no export: " + FORM);
        }
        String path = text.substring(equals + 1);
        boolean readOnly = false;
        while (path.endsWith(":ro") || path.endsWith(":rw")) {
            readOnly = path.endsWith(":ro");
            path = path.substring(0, path.length() - 3);
        }
        if (path.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' names no directory: " + FORM);
        }
        return new ExportSpec(text.substring(0, equals), Path.of(path), readOnly);
    }
}
