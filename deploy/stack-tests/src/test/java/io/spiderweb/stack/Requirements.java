package io.spiderweb.stack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a test needs of the machine; a test that lacks it is skipped and says why. */
final class Requirements {

    private Requirements() {}

    static void fuse() {
        assumeTrue(Fuse.missing().isEmpty(), () -> Fuse.missing().orElse(""));
    }
}
