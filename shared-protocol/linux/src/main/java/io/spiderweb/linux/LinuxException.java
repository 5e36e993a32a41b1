package io.spiderweb.linux;

import java.io.IOException;

/** The kernel said no. The message reads {@code openat2 'a/b': No such file or directory (ENOENT)}. */
public final class LinuxException extends IOException {
    private final int errno;

    /**
     * @param call what was tried, for instance {@code openat2}
     * @param subject the file that it was about; control characters in it are replaced
     * @param errno one of {@link Errnos}
     */
    public LinuxException(String call, String subject, int errno) {
        super("%s '%s': %s (%s)"
                .formatted(call, subject.replaceAll("\\p{Cntrl}", "?"), Errnos.text(errno), Errnos.name(errno)));
        this.errno = errno;
    }

    /** The errno, positive. */
    public int errno() {
        return errno;
    }
}
