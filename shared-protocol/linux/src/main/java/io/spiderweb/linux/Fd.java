package io.spiderweb.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file descriptor and its owner. Safe for many threads: a close while calls run on it takes effect for new calls
 * at once and is carried out when the last running call has ended, so no call can ever hit a number that the kernel has
 * meanwhile given to another file.
 */
public final class Fd implements AutoCloseable {
    /** The sign bit says closed, the other bits count the running calls. */
    private static final int CLOSED = Integer.MIN_VALUE;

    private final int number;
    private final String label;
    private final AtomicInteger state = new AtomicInteger();

    /** @param label what was opened, for error texts */
    Fd(long number, String label) {
        this.number = Math.toIntExact(number);
        this.label = label;
    }

    /**
     * The number, for handing on. Only the caller can see to it that this descriptor stays open while the number is used.
     *
     * @throws LinuxException EBADF when closed
     */
    public int number() throws LinuxException {
        try (Hold hold = hold()) {
            return hold.number();
        }
    }

    public boolean isOpen() {
        return state.get() >= 0;
    }

    /** Closes it once running calls have ended, without waiting for them. Further calls do nothing. */
    @Override
    public void close() {
        int before = state.getAndUpdate(s -> s | CLOSED);
        if (before == 0) {
            release();
        }
    }

    /** What was opened, as error texts show it. */
    @Override
    public String toString() {
        return label;
    }

    /** Keeps the number valid until the hold is closed; EBADF when the descriptor is closed. */
    Hold hold() throws LinuxException {
        int before = state.getAndUpdate(s -> s < 0 ? s : s + 1);
        if (before < 0) {
            throw new LinuxException("use of a closed descriptor", label, Errnos.EBADF);
        }
        return new Hold(this);
    }

    private void release() {
        // Linux frees the number even when it reports an error, so there is nothing to do again.
        Kernel.attempt(Syscall.CLOSE, number);
    }

    /** One running call. */
    record Hold(Fd fd) implements AutoCloseable {
        int number() {
            return fd.number;
        }

        @Override
        public void close() {
            if (fd.state.decrementAndGet() == CLOSED) {
                fd.release();
            }
        }
    }
}
