package io.spiderweb.mount.app.fuse;

import io.spiderweb.service.launch.StartupException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** The directory that the tree appears in. */
public final class MountPoint {

    private static final Logger LOG = Logger.getLogger(MountPoint.class);
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final int MOUNT_POINT_FIELD = 4;

    /** What {@code fusermount} may take; it asks the kernel, not the nodes. */
    private static final int UNMOUNT_SECONDS = 3;

    private final Path path;

    private MountPoint(Path path) {
        this.path = path;
    }

    /**
     * Makes sure that something can be mounted at a path: makes the directory, and clears away what a killed mount left behind.
     *
     * @throws StartupException if nothing can
     */
    public static MountPoint prepare(Path path) {
        MountPoint mountPoint = new MountPoint(path.toAbsolutePath().normalize());
        mountPoint.clearStale();
        if (mountPoint.isMounted()) {
            throw new StartupException("something is mounted at " + mountPoint
                    + " already: unmount it with 'fusermount -u " + mountPoint + "', or choose another directory");
        }
        mountPoint.requireEmptyDirectory();
        return mountPoint;
    }

    public Path path() {
        return path;
    }

    /** Whether something is mounted exactly here. */
    public boolean isMounted() {
        return mount().isPresent();
    }

    /** Unmounts; a mount that is in use is detached, so that nobody finds it any more. */
    public void unmount() {
        if (isMounted() && !run("fusermount", "-u", path.toString())) {
            LOG.warnf("%s is in use and was detached: programs that use it get errors from now on", path);
            if (!run("fusermount", "-u", "-z", path.toString()) && !run("umount", "-l", path.toString())) {
                LOG.errorf("%s could not be unmounted: run 'fusermount -u -z %s'", path, path);
            }
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }

    // a mount whose process was killed answers everything with ENOTCONN
    private void clearStale() {
        if (!mount().filter(type -> type.startsWith("fuse")).isPresent() || isConnected()) {
            return;
        }
        LOG.warnf("%s was left behind by a mount that was killed; unmounting it", path);
        if (!run("fusermount", "-u", "-z", path.toString()) && !run("umount", "-l", path.toString())) {
            throw new StartupException(path + " was left behind by a mount that was killed, and cannot be unmounted:"
                    + " run 'fusermount -u -z " + path + "' as the user who mounted it");
        }
    }

    private boolean isConnected() {
        try {
            Files.getLastModifiedTime(path);
            return true;
        } catch (IOException e) {
            return !String.valueOf(e.getMessage()).contains("Transport endpoint is not connected");
        }
    }

    private void requireEmptyDirectory() {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            throw new StartupException("mountpoint " + path + " is not a directory", e);
        } catch (IOException e) {
            throw new StartupException("cannot make mountpoint " + path + ": " + e, e);
        }
        try (Stream<Path> entries = Files.list(path)) {
            if (entries.findAny().isPresent()) {
                throw new StartupException("mountpoint " + path
                        + " is not empty: what is in it would be hidden, choose an empty directory");
            }
        } catch (IOException e) {
            throw new StartupException("cannot read mountpoint " + path + ": " + e, e);
        }
    }

    /** The type of the file system that is mounted here. */
    private Optional<String> mount() {
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            String escaped =
                    path.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
            return mounts.map(line -> line.split(" "))
                    .filter(fields -> fields[MOUNT_POINT_FIELD].equals(escaped))
                    .map(MountPoint::type)
                    .reduce((below, top) -> top);
        } catch (IOException e) {
            throw new StartupException("cannot read " + MOUNTS + ": " + e, e);
        }
    }

    // it follows a dash, before which there may be any number of optional fields
    private static String type(String[] fields) {
        for (int i = MOUNT_POINT_FIELD; i < fields.length - 1; i++) {
            if (fields[i].equals("-")) {
                return fields[i + 1];
            }
        }
        return "";
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(UNMOUNT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
