package io.spiderweb.mount.tree;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.Identifiers;
import java.util.Arrays;
import java.util.List;

/** Paths of the tree, as text: absolute, parts separated by one slash. */
final class Paths {

    private Paths() {}

    /** The parts of an absolute path; empty ones are dropped. */
    static List<String> parts(String path) throws FsException {
        if (!path.startsWith("/")) {
            throw new FsException(Errno.EINVAL, "'" + path + "' is not an absolute path");
        }
        List<String> parts =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        for (String part : parts) {
            requireName(part);
        }
        return parts;
    }

    static String child(String directory, String name) {
        return directory.equals("/") ? "/" + name : directory + "/" + name;
    }

    /** Refuses what no node accepts as a name, and what would mean another file. */
    static void requireName(String name) throws FsException {
        if (!Identifiers.isEntryName(name)) {
            throw new FsException(Errno.EINVAL, "'" + name + "' cannot be the name of a file");
        }
    }
}
