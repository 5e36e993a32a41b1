package io.spiderweb.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Arrays;

/** What a test needs of the machine; a test that lacks it is skipped and says why. */
final class Requirements {

    private Requirements() {}

    static void fuse() {
        assumeTrue(Fuse.missing().isEmpty(), () -> Fuse.missing().orElse(""));
    }

    static void xattrs(Path directory) throws IOException {
        assumeTrue(
                Files.getFileStore(directory).supportsFileAttributeView(UserDefinedFileAttributeView.class),
                () -> "the file system of " + directory + " has no extended attributes of users");
    }

    /** @param name of a program and of its Debian package */
    static void program(String name) {
        boolean isThere = Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        assumeTrue(isThere, () -> name + " is not installed: apt-get install " + name);
    }
}
