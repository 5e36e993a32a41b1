package io.spiderweb.node;

import io.spiderweb.linux.Errnos;
import io.spiderweb.linux.Fd;
import io.spiderweb.linux.FileIo;
import io.spiderweb.linux.LinuxException;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsRequest;
import java.io.IOException;
import java.time.Duration;

/**
 * Advisory locks (spec fs-node 6.13). They are the kernel's, so that local programs see them too. A lock that has to wait holds up its
 * own connection, and gives up in time for whatever is behind it.
 */
final class FileLocks {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private FileLocks() {}

    /** @throws LinuxException EAGAIN while another handle has a lock that excludes this one */
    static void perform(Fd file, FsRequest.Lock request) throws IOException {
        switch (request.kind()) {
            case UNLOCK -> FileIo.unlock(file);
            case SHARED -> acquire(file, false, request.waits());
            case EXCLUSIVE -> acquire(file, true, request.waits());
        }
    }

    private static void acquire(Fd file, boolean exclusive, boolean waits) throws IOException {
        long end = System.nanoTime() + (waits ? PATIENCE.toNanos() : 0);
        while (true) {
            try {
                FileIo.tryLock(file, exclusive);
                return;
            } catch (LinuxException e) {
                if (e.errno() != Errnos.EAGAIN || System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
            pause();
        }
    }

    private static void pause() throws FsException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FsException(Errno.EINTR, "interrupted while waiting for a lock");
        }
    }
}
