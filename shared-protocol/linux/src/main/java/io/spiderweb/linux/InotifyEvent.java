package io.spiderweb.linux;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a watched file.
 *
 * @param watch the number that {@link Inotify#watch} gave; -1 for an overflow
 * @param mask of {@link InotifyMask}
 * @param cookie the same in both halves of a rename, otherwise 0
 * @param name the entry of the watched directory, null when the event is about the watched file itself
 */
public record InotifyEvent(
        int watch, int mask, int cookie, @Nullable FileName name) {

    public boolean has(int bit) {
        return (mask & bit) != 0;
    }

    /** Events were lost: what is known about every watched directory may be out of date. */
    public boolean isOverflow() {
        return has(InotifyMask.IN_Q_OVERFLOW);
    }

    /** Reads the records of {@code struct inotify_event} that a buffer in native order holds. */
    static List<InotifyEvent> decode(ByteBuffer records) {
        List<InotifyEvent> events = new ArrayList<>();
        while (records.hasRemaining()) {
            int watch = records.getInt();
            int mask = records.getInt();
            int cookie = records.getInt();
            byte[] padded = new byte[records.getInt()];
            records.get(padded);
            events.add(new InotifyEvent(watch, mask, cookie, name(padded)));
        }
        return List.copyOf(events);
    }

    private static @Nullable FileName name(byte[] padded) {
        int length = 0;
        while (length < padded.length && padded[length] != 0) {
            length++;
        }
        return length == 0 ? null : FileName.trusted(Arrays.copyOf(padded, length));
    }
}
