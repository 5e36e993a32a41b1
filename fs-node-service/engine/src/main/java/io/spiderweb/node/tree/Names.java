package io.spiderweb.node.tree;

import io.spiderweb.linux.FileName;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.Identifiers;

/** Which entries of a directory clients get to see (spec fs-node 5). */
public final class Names {

    private static final String HIDDEN = ".spiderweb-sandbox";

    private Names() {}

    public static boolean isVisible(FileName name) {
        return name.isUtf8() && isVisible(name.toString());
    }

    static boolean isVisible(String name) {
        return !name.equals(HIDDEN) && Identifiers.isEntryName(name);
    }

    /**
     * A name that an operation makes, changes or removes.
     *
     * @throws FsException EACCES for the hidden one: by a rename it would come to light
     */
    public static FileName changeable(String name) throws FsException, LinuxException {
        if (name.equals(HIDDEN)) {
            throw new FsException(Errno.EACCES, HIDDEN + " is not for clients");
        }
        return FileName.of(name);
    }
}
