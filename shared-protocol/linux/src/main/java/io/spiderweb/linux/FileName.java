package io.spiderweb.linux;

import java.lang.foreign.Arena;
import java.util.Arrays;

/**
 * One component of a path, as bytes: not empty, not {@code .} or {@code ..}, without {@code /} and NUL. So a call that
 * takes one stays inside its directory.
 */
public final class FileName {
    private final byte[] bytes;

    private FileName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws LinuxException EINVAL when it is not one component, EILSEQ when it is not Unicode text */
    public static FileName of(String name) throws LinuxException {
        return checked(Utf8.encode(name));
    }

    /** @throws LinuxException EINVAL when it is not one component */
    public static FileName of(byte[] name) throws LinuxException {
        return checked(name.clone());
    }

    private static FileName checked(byte[] name) throws LinuxException {
        if (name.length == 0 || isDots(name) || contains(name, '/') || contains(name, '\0')) {
            throw new LinuxException("not a file name", Utf8.decode(name), Errnos.EINVAL);
        }
        return new FileName(name);
    }

    /** A name that came from the kernel. */
    static FileName trusted(byte[] name) {
        return new FileName(name);
    }

    /** The address of a copy for the kernel. */
    long in(Arena arena) throws LinuxException {
        return Kernel.cString(arena, bytes);
    }

    /** {@code .} or {@code ..} */
    static boolean isDots(byte[] name) {
        return name.length <= 2 && name[0] == '.' && name[name.length - 1] == '.';
    }

    private static boolean contains(byte[] name, char c) {
        for (byte b : name) {
            if (b == c) {
                return true;
            }
        }
        return false;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** For people: bytes that are not UTF-8 become U+FFFD. */
    @Override
    public String toString() {
        return Utf8.decode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FileName that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
