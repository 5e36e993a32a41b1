package io.spiderweb.mount.file;

import io.spiderweb.mount.link.Session;
import io.spiderweb.mount.link.Ticket;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsReply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one open file that were sent and are not answered, oldest first, with their data, so that they can be sent again
 * when the connection breaks: a write at a fixed place may be done twice. Used under the file's lock.
 */
final class WriteQueue {

    private static final int MAX_WRITES = 32;
    private static final long MAX_BYTES = 8 << 20;

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Write(long offset, byte[] data, Session.Sent sent) {
        CompletableFuture<FsReply> reply() {
            return sent.reply();
        }

        @Nullable Ticket ticket() {
            return sent.ticket();
        }

        void forget() {
            if (sent.ticket() != null) {
                sent.ticket().close();
            }
        }
    }

    @FunctionalInterface
    interface Sender {
        Session.Sent send(Write write) throws FsException;
    }

    private final Deque<Write> writes = new ArrayDeque<>();
    private long bytes;
    private boolean hasRenewed;
    private @Nullable FsException failure;

    boolean isEmpty() {
        return writes.isEmpty();
    }

    boolean hasRoomFor(int size) {
        return writes.isEmpty() || (writes.size() < MAX_WRITES && bytes + size <= MAX_BYTES);
    }

    void add(long offset, byte[] data, Session.Sent sent) {
        writes.add(new Write(offset, data, sent));
        bytes += data.length;
    }

    Write oldest() {
        return writes.element();
    }

    /** The oldest write was answered. */
    void finished(long count) throws FsException {
        Write done = remove();
        hasRenewed = false;
        if (count != done.data.length) {
            remember(new FsException(Errno.EIO, "the node wrote " + count + " of " + done.data.length + " bytes"));
        }
    }

    /** The oldest write failed, or cannot be done any more. */
    void failed(FsException why) {
        remove();
        remember(why);
    }

    /** Takes out of the head of the queue what is done, without waiting. */
    void dropFinished() throws FsException {
        while (!writes.isEmpty() && writes.element().reply().state() == Future.State.SUCCESS) {
            finished(((FsReply.Written) writes.element().reply().resultNow()).count());
        }
    }

    /** Tells, once, what went wrong first. */
    void throwFailure() throws FsException {
        FsException told = failure;
        failure = null;
        if (told != null) {
            throw told;
        }
    }

    /** Sends again, in order, every write that ended with its connection. */
    void resendLost(Sender sender) throws FsException {
        resend(sender, false);
    }

    /** Sends again, in order, also the writes that the node refused because it did not know the handle. */
    void resendRefused(Sender sender) throws FsException {
        hasRenewed = true;
        resend(sender, true);
    }

    /** A handle is renewed once for a write; a second refusal is the node's last word. */
    boolean mayRenew() {
        return !hasRenewed;
    }

    /** Gives up those that ended with their connection and may not be sent again. */
    void abandonLost(Predicate<Write> hopeless) {
        List<Write> abandoned = writes.stream()
                .filter(write -> isLost(write) && hopeless.test(write))
                .toList();
        for (Write write : abandoned) {
            writes.remove(write);
            bytes -= write.data.length;
            write.forget();
            remember(new FsException(Errno.EIO, "the connection was lost while data was appended"));
        }
    }

    private void resend(Sender sender, boolean refused) throws FsException {
        List<Write> renewed = new ArrayList<>(writes.size());
        for (Write write : writes) {
            boolean again = isLost(write) || (refused && isRefused(write));
            renewed.add(again ? sentAgain(write, sender) : write);
        }
        writes.clear();
        writes.addAll(renewed);
    }

    private static Write sentAgain(Write write, Sender sender) throws FsException {
        Session.Sent sent = sender.send(write);
        if (sent.ticket() != write.ticket()) {
            write.forget();
        }
        return new Write(write.offset, write.data, sent);
    }

    private static boolean isLost(Write write) {
        return write.reply().isCompletedExceptionally() && !(write.reply().exceptionNow() instanceof FsException);
    }

    private static boolean isRefused(Write write) {
        return write.reply().isCompletedExceptionally()
                && write.reply().exceptionNow() instanceof FsException e
                && e.errno() == Errno.EBADF;
    }

    private Write remove() {
        Write write = writes.remove();
        bytes -= write.data.length;
        write.forget();
        return write;
    }

    private void remember(FsException why) {
        if (failure == null) {
            failure = why;
        }
    }
}
