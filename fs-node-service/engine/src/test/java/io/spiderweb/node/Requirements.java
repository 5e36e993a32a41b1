package io.spiderweb.node;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;

/** What a test needs of the machine; a test that lacks it is skipped and says why. */
final class Requirements {

    private Requirements() {}

    static void xattrs(Path directory) throws IOException {
        assumeTrue(
                Files.getFileStore(directory).supportsFileAttributeView(UserDefinedFileAttributeView.class),
                () -> "the file system of " + directory + " has no extended attributes of users");
    }
}
