package io.spiderweb.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Who runs in a directory: a lock while a stack is up, and the processes that it started, so that a later run can end those of one
 * that was killed. A process is known by its id and its start, since ids are used again.
 */
final class RunFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;

    private RunFile(Path file, FileChannel channel, FileLock lock) {
        this.file = file;
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the directory, ending what a killed run left behind. */
    static RunFile claim(Path directory) throws StackException {
        Path file = directory.resolve("processes");
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StackException("another stack runs in " + directory
                        + ": stop it (Ctrl-C where it was started), or give this one another --data-dir");
            }
            RunFile runFile = new RunFile(file, channel, lock);
            runFile.endLeftovers();
            return runFile;
        } catch (IOException e) {
            throw new StackException("cannot use " + directory + ": " + e.getMessage(), e);
        }
    }

    synchronized void add(ProcessHandle process) throws StackException {
        try {
            Files.writeString(file, line(process) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new StackException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        lock.release();
        channel.close();
    }

    private void endLeftovers() throws IOException {
        List<ProcessHandle> leftovers = new ArrayList<>();
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            find(line).ifPresent(leftovers::add);
        }
        leftovers.forEach(ProcessHandle::destroy);
        leftovers.forEach(RunFile::awaitEnd);
        Files.deleteIfExists(file);
    }

    private static Optional<ProcessHandle> find(String line) {
        try {
            return ProcessHandle.of(Long.parseLong(line.substring(0, Math.max(0, line.indexOf(' ')))))
                    .filter(process -> line(process).equals(line));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        Duration patience = ServiceProcess.STOP_TIMEOUT;
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for a process never fails", e);
        }
    }

    private static String line(ProcessHandle process) {
        return process.pid() + " "
                + process.info().startInstant().orElse(Instant.EPOCH).toEpochMilli();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException e) {
            return null;
        }
    }
}
