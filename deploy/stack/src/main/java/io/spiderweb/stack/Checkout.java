package io.spiderweb.stack;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that holds {@code deploy/bin}. */
public record Checkout(Path top) {

    /** Looks upwards from the working directory. */
    public static Checkout find() {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isExecutable(dir.resolve("deploy/bin/spiderweb"))) {
                return new Checkout(dir);
            }
        }
        throw new IllegalStateException(
                "no deploy/bin/spiderweb above " + Path.of("").toAbsolutePath());
    }

    public Path launcher(String name) {
        return top.resolve("deploy/bin").resolve(name);
    }
}
