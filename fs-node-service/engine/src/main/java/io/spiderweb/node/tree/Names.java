package io.spiderweb.node.tree;

import io.spiderweb.linux.FileName;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.fs.EscapedText;

/** The names of files on the wire ({@link EscapedText}), and which entries of a directory clients get to see (spec fs-node 5). */
public final class Names {

    private static final String HIDDEN = ".spiderweb-sandbox";

    private Names() {}

    public static String shown(FileName name) {
        return EscapedText.of(name.bytes());
    }

    public static boolean isVisible(FileName name) {
        String shown = shown(name);
        return !shown.equals(HIDDEN) && Identifiers.isEntryName(shown);
    }

    /** @throws FsException EINVAL when no file can have this name */
    public static FileName of(String shown) throws FsException, LinuxException {
        return FileName.of(bytes(shown));
    }

    /**
     * A name that an operation makes, changes or removes.
     *
     * @throws FsException EACCES for the hidden one: by a rename it would come to light
     */
    public static FileName changeable(String shown) throws FsException, LinuxException {
        if (shown.equals(HIDDEN)) {
            throw new FsException(Errno.EACCES, HIDDEN + " is not for clients");
        }
        return of(shown);
    }

    /**
     * The bytes of a name, path or link target as the kernel has them.
     *
     * @throws FsException EINVAL when none are shown so
     */
    public static byte[] bytes(String shown) throws FsException {
        return EscapedText.bytes(shown)
                .orElseThrow(() -> new FsException(
                        Errno.EINVAL,
                        "'" + shown + "' is the name of no file: it has half a character, or escapes that spell one"));
    }
}
