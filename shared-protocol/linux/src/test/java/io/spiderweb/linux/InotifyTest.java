package io.spiderweb.linux;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class InotifyTest extends DirectoryTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CHANGES = InotifyMask.IN_CREATE
            | InotifyMask.IN_MODIFY
            | InotifyMask.IN_DELETE
            | InotifyMask.IN_MOVED_FROM
            | InotifyMask.IN_MOVED_TO;

    private Inotify inotify;

    @BeforeEach
    void openInotify() throws LinuxException {
        inotify = Inotify.open();
    }

    @AfterEach
    void closeInotify() {
        inotify.close();
    }

    @Test
    void changesOfEntriesAreSeenInOrder() throws Exception {
        int watch = inotify.watch(root, CHANGES);
        try (Fd file = create("file")) {
            FileIo.pwrite(file, new byte[1], 0);
        }
        Directories.mkdir(root, FileName.of("dir"), 0700);
        Directories.unlink(root, FileName.of("file"));
        assertThat(until(e -> e.has(InotifyMask.IN_DELETE)))
                .extracting(InotifyEvent::watch, InotifyEvent::mask, e -> String.valueOf(e.name()))
                .containsExactly(
                        tuple(watch, InotifyMask.IN_CREATE, "file"),
                        tuple(watch, InotifyMask.IN_MODIFY, "file"),
                        tuple(watch, InotifyMask.IN_CREATE | InotifyMask.IN_ISDIR, "dir"),
                        tuple(watch, InotifyMask.IN_DELETE, "file"));
    }

    @Test
    void bothHalvesOfARenameCarryTheSameCookie() throws Exception {
        create("old").close();
        inotify.watch(root, CHANGES);
        Directories.rename(root, FileName.of("old"), root, FileName.of("new"), RenameMode.REPLACE);
        List<InotifyEvent> events = until(e -> e.has(InotifyMask.IN_MOVED_TO));
        assertThat(events)
                .extracting(InotifyEvent::mask, e -> String.valueOf(e.name()))
                .containsExactly(tuple(InotifyMask.IN_MOVED_FROM, "old"), tuple(InotifyMask.IN_MOVED_TO, "new"));
        assertThat(events.getFirst().cookie())
                .isNotZero()
                .isEqualTo(events.getLast().cookie());
    }

    @Test
    void aWatchOutlivesTheDescriptorAndEndsOnDemand() throws Exception {
        Files.createDirectory(path.resolve("dir"));
        int watch;
        try (Fd dir = open("dir", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY)) {
            watch = inotify.watch(dir, CHANGES | InotifyMask.IN_ONLYDIR);
        }
        create("dir/file").close();
        assertThat(until(e -> e.has(InotifyMask.IN_CREATE))).hasSize(1);
        inotify.unwatch(watch);
        create("dir/unseen").close();
        assertThat(until(e -> e.has(InotifyMask.IN_IGNORED)))
                .containsExactly(new InotifyEvent(watch, InotifyMask.IN_IGNORED, 0, null));
        assertThat(inotify.poll(Duration.ZERO)).isEmpty();
        assertErrno(Errnos.EINVAL, () -> inotify.unwatch(watch));
    }

    @Test
    void aFileIsNoDirectoryToWatch() throws Exception {
        try (Fd file = create("file")) {
            assertErrno(Errnos.ENOTDIR, () -> inotify.watch(file, CHANGES | InotifyMask.IN_ONLYDIR));
        }
    }

    @Test
    void lostEventsAreAnnounced() throws Exception {
        // not readString: it reads a byte at first, and the kernel gives such a file in one piece or cut off
        int queue = Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/fs/inotify/max_queued_events"))
                .getFirst());
        inotify.watch(root, InotifyMask.IN_CREATE | InotifyMask.IN_DELETE);
        FileName name = FileName.of("file");
        for (int i = 0; i <= queue / 2; i++) {
            create("file").close();
            Directories.unlink(root, name);
        }
        assertThat(until(InotifyEvent::isOverflow))
                .last()
                .isEqualTo(new InotifyEvent(-1, InotifyMask.IN_Q_OVERFLOW, 0, null));
    }

    @Test
    void recordsOfAnyNameLengthAreDecoded() {
        ByteBuffer records = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
        records.putInt(7).putInt(InotifyMask.IN_CREATE).putInt(9).putInt(16);
        records.put(new byte[] {'s', (byte) 0xff}).position(32);
        records.putInt(-1).putInt(InotifyMask.IN_Q_OVERFLOW).putInt(0).putInt(0);
        List<InotifyEvent> events = InotifyEvent.decode(records.flip());
        assertThat(events)
                .containsExactly(
                        new InotifyEvent(7, InotifyMask.IN_CREATE, 9, FileName.trusted(new byte[] {'s', (byte) 0xff})),
                        new InotifyEvent(-1, InotifyMask.IN_Q_OVERFLOW, 0, null));
        assertThat(events).extracting(InotifyEvent::isOverflow).containsExactly(false, true);
    }

    @RepeatedTest(20)
    void closingEndsAPoll() throws Exception {
        inotify.watch(root, CHANGES);
        CompletableFuture<List<InotifyEvent>> polled = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                polled.complete(inotify.poll(Duration.ofHours(1)));
            } catch (LinuxException e) {
                polled.completeExceptionally(e);
            }
        });
        inotify.close();
        assertThat(polled.get(30, SECONDS)).isEmpty();
        assertThat(inotify.isOpen()).isFalse();
        assertThat(inotify.poll(LONG)).isEmpty();
        inotify.close();
    }

    /** All events up to the first that is looked for. */
    private List<InotifyEvent> until(Predicate<InotifyEvent> last) throws LinuxException {
        List<InotifyEvent> events = new ArrayList<>();
        while (events.stream().noneMatch(last)) {
            List<InotifyEvent> more = inotify.poll(LONG);
            assertThat(more).as("further events after %s", events).isNotEmpty();
            events.addAll(more);
        }
        return events;
    }
}
