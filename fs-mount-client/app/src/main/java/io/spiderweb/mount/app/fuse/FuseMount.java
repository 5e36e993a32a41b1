package io.spiderweb.mount.app.fuse;

import io.spiderweb.mount.tree.FileSystem;
import io.spiderweb.service.launch.StartupException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import ru.serce.jnrfuse.FuseException;

/** A tree that is mounted. */
public final class FuseMount implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(FuseMount.class);
    private static final Path DEVICE = Path.of("/dev/fuse");
    private static final int MOUNT_SECONDS = 10;
    private static final int FLUSH_SECONDS = 3;

    private final MountPoint mountPoint;
    private final FuseTree tree;
    private final CompletableFuture<Void> end;

    private FuseMount(MountPoint mountPoint, FuseTree tree, CompletableFuture<Void> end) {
        this.mountPoint = mountPoint;
        this.tree = tree;
        this.end = end;
    }

    /**
     * Mounts.
     *
     * @param onEnd called when it is not mounted any more, whoever did that
     * @throws StartupException if it cannot be mounted
     */
    public static FuseMount start(
            FileSystem files, MountPoint mountPoint, FuseOptions options, OperationObserver observer, Runnable onEnd) {
        FuseTree tree = load(files, observer);
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofPlatform().name("fuse").daemon().start(() -> {
            try {
                tree.serve(mountPoint.path(), options);
                end.complete(null);
            } catch (RuntimeException e) {
                end.completeExceptionally(e);
            }
            onEnd.run();
        });
        FuseMount mount = new FuseMount(mountPoint, tree, end);
        mount.awaitMounted();
        LOG.infof("mounted at %s", mountPoint);
        return mount;
    }

    public int openFiles() {
        return tree.handles().size();
    }

    /** Waits a little for what was written, and unmounts. */
    @Override
    public void close() {
        CompletableFuture<Void> flushed = CompletableFuture.runAsync(
                tree::flushAll, task -> Thread.ofVirtual().start(task));
        try {
            flushed.get(FLUSH_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("not everything that was written has reached its node");
        } catch (ExecutionException e) {
            LOG.error("writes could not be finished", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        mountPoint.unmount();
        LOG.infof("unmounted from %s", mountPoint);
    }

    private void awaitMounted() {
        CompletableFuture<Void> mounted = CompletableFuture.runAsync(
                this::awaitKernel, task -> Thread.ofVirtual().start(task));
        try {
            CompletableFuture.anyOf(mounted, end).get(MOUNT_SECONDS, TimeUnit.SECONDS);
            if (end.isDone()) {
                throw new StartupException("libfuse ended at once");
            }
        } catch (ExecutionException e) {
            throw notMounted(e);
        } catch (TimeoutException e) {
            throw new StartupException("libfuse has not mounted " + mountPoint + " within " + MOUNT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted", e);
        }
    }

    private void awaitKernel() {
        try {
            tree.isMounted().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private StartupException notMounted(ExecutionException failure) {
        String why = failure.getCause() instanceof FuseException
                ? "libfuse said why, above"
                : String.valueOf(failure.getMessage());
        return new StartupException("cannot mount at " + mountPoint + ": " + why, failure);
    }

    private static FuseTree load(FileSystem files, OperationObserver observer) {
        if (!Files.exists(DEVICE)) {
            throw new StartupException(
                    DEVICE + " does not exist: load the kernel module with 'modprobe fuse', or give the"
                            + " container the device (--device /dev/fuse --cap-add SYS_ADMIN)");
        }
        try {
            return new FuseTree(files, observer);
        } catch (UnsatisfiedLinkError e) {
            throw new StartupException(
                    "libfuse 2 is missing: install it, on Debian with 'apt-get install fuse3 libfuse2'", e);
        }
    }
}
