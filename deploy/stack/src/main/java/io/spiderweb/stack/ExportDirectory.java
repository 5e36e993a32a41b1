package io.spiderweb.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A directory that a node of the stack exports.
 *
 * @param name of the export, and of the directory in the workspace
 */
public record ExportDirectory(String name, Path path, boolean readOnly) {

    /** Reads {@code DIR} or {@code DIR:ro}. */
    public static ExportDirectory parse(String text) throws StackException {
        boolean readOnly = text.endsWith(":ro");
        Path path = Path.of(readOnly ? text.substring(0, text.length() - 3) : text)
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(path)) {
            throw new StackException("there is no directory '" + path + "' to export: create it, or name another");
        }
        Path last = path.getFileName();
        String name = last == null ? "root" : last.toString().replaceAll("[^A-Za-z0-9._-]", "-");
        return new ExportDirectory(name, path, readOnly);
    }

    /** As {@code spiderweb-fs-node --export} wants it. */
    String spec() {
        return name + "=" + path + (readOnly ? ":ro" : ":rw");
    }

    public String mountPath() {
        return "/" + name;
    }
}
