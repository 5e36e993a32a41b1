package io.spiderweb.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The first thing that a newcomer runs: the whole stack on this machine, and its main job once. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Starts control plane, gateway and two file nodes on this machine, mounts the workspace, and lets an agent work on",
            "real files through it. Builds what is not built. Ctrl-C stops everything.",
        },
        footer = {
            "",
            "Examples:",
            "  deploy/quickstart                                    docs/ (read-only) and a scratch directory",
            "  deploy/quickstart --export ~/src:ro --export ~/out   your own directories",
            "  deploy/quickstart --once --no-mount                  tell the story and stop; for scripts",
            "",
            "Exit status: 0 all of it worked, 1 something did not, 2 wrong arguments.",
        })
public final class Quickstart implements Callable<Integer> {

    @Option(
            names = "--export",
            paramLabel = "DIR[:ro]",
            description = "a directory to export, repeatable; the agent reads all and writes into the last")
    private List<String> exports = List.of();

    @Option(names = "--no-mount", description = "do without the FUSE mount")
    private boolean noMount;

    @Option(names = "--no-install", description = "do not install missing packages (fuse3, libfuse2)")
    private boolean noInstall;

    @Option(names = "--once", description = "stop after the story; the exit status says whether all of it worked")
    private boolean once;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "state, logs and mountpoint (default: .spiderweb in the checkout)")
    private @Nullable Path dataDir;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            defaultValue = "0",
            description = "added to every port, to run beside another stack")
    private int portOffset;

    private final PrintStream out = System.out;
    private final CountDownLatch stopRequested = new CountDownLatch(1);
    private final AtomicBoolean interruptible = new AtomicBoolean(true);
    private final CountDownLatch stopped = new CountDownLatch(1);

    public static void main(String[] args) {
        System.exit(new CommandLine(new Quickstart()).execute(args));
    }

    @Override
    public Integer call() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        try {
            run();
            return 0;
        } catch (StackException | IOException | RuntimeException e) {
            out.flush();
            System.err.println("quickstart: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            out.println("  --     stopped before its story was told");
            return 1;
        } finally {
            stopped.countDown();
        }
    }

    private void run() throws StackException, IOException, InterruptedException {
        Checkout checkout = Checkout.find();
        Path directory = dataDir == null ? checkout.top().resolve(".spiderweb") : dataDir.toAbsolutePath();
        List<ExportDirectory> directories = directories(checkout, directory);
        Mountpoint mountpoint = new Mountpoint(directory.resolve("mnt"));
        Thread main = Thread.currentThread();
        Thread.ofVirtual().start(() -> interruptWhenAskedToStop(main));
        try (Stack stack = Stack.in(checkout, directory, Ports.standard(portOffset))) {
            mountpoint.release();
            try {
                run(stack, directory, directories, mountpoint);
            } finally {
                // from here on a second Ctrl-C must not keep anything from being stopped
                interruptible.set(false);
                Thread.interrupted();
            }
        } finally {
            mountpoint.release();
        }
        out.println("  ok     all of it is stopped");
    }

    private void run(Stack stack, Path directory, List<ExportDirectory> directories, Mountpoint mountpoint)
            throws StackException, IOException, InterruptedException {
        Map<String, List<ExportDirectory>> nodes = start(stack, directories);
        Workspace workspace = Workspace.up(stack, nodes);
        nodes.forEach((node, exported) -> exported.forEach(export -> ok(
                export.mountPath(), "is " + export.path() + " on " + node + (export.readOnly() ? ", read-only" : ""))));
        Optional<Path> mounted = mount(stack, workspace, mountpoint);
        new Story(stack, out).tell(workspace, directories.getLast(), mounted);
        if (!once) {
            next(directory, workspace, mounted);
            // nothing is left to be interrupted
            interruptible.set(false);
            stopRequested.await();
        }
    }

    private Map<String, List<ExportDirectory>> start(Stack stack, List<ExportDirectory> directories)
            throws StackException, InterruptedException {
        Ports ports = stack.ports();
        timed("control plane", ports.controlUrl(), stack::startControlPlane);
        Map<String, List<ExportDirectory>> nodes = new LinkedHashMap<>();
        int half = (directories.size() + 1) / 2;
        nodes.put("node-one", directories.subList(0, half));
        nodes.put("node-two", directories.subList(half, directories.size()));
        int port = ports.firstNode();
        for (var node : nodes.entrySet()) {
            int own = port;
            port = ports.secondNode();
            timed(
                    node.getKey(),
                    "ws://127.0.0.1:" + own + "/v2/fs",
                    () -> stack.startNode(node.getKey(), own, node.getValue()));
        }
        timed("gateway", ports.gatewayUrl(), stack::startGateway);
        return nodes;
    }

    private Optional<Path> mount(Stack stack, Workspace workspace, Mountpoint mountpoint)
            throws StackException, InterruptedException, IOException {
        if (noMount) {
            return Optional.empty();
        }
        if (!noInstall && Fuse.missing().isPresent()) {
            Fuse.install(out);
        }
        Optional<String> missing = Fuse.missing();
        if (missing.isPresent()) {
            out.printf("  --     %-14s is not mounted: %s%n", "workspace", missing.get());
            return Optional.empty();
        }
        Files.createDirectories(mountpoint.path());
        ServiceProcess mount = stack.startMount(mountpoint.path(), workspace.projectId());
        mountpoint.awaitMounted(mount);
        ok("workspace", "is at " + mountpoint.path());
        return Optional.of(mountpoint.path());
    }

    private List<ExportDirectory> directories(Checkout checkout, Path directory) throws StackException, IOException {
        List<ExportDirectory> directories = new ArrayList<>();
        for (String export : exports) {
            directories.add(ExportDirectory.parse(export));
        }
        if (exports.isEmpty()) {
            directories.add(ExportDirectory.parse(checkout.top().resolve("docs") + ":ro"));
        }
        if (directories.size() < 2) {
            Path scratch = Files.createDirectories(directory.resolve("scratch"));
            directories.add(ExportDirectory.parse(scratch.toString()));
        }
        if (directories.getLast().readOnly()) {
            throw new StackException("the agent writes into the last --export: '" + exports.getLast()
                    + "' is read-only, name a writable directory last");
        }
        long names = directories.stream().map(ExportDirectory::name).distinct().count();
        if (names < directories.size()) {
            throw new StackException("two of the directories to export have the same name: rename one");
        }
        return directories;
    }

    private void next(Path directory, Workspace workspace, Optional<Path> mounted) {
        out.println();
        out.println("Try next, in another terminal:");
        out.println("  ls -R " + mounted.orElse(directory.resolve("scratch")));
        String data = "SPIDERWEB_DATA_DIR=" + directory + " ";
        out.println("  " + data + "deploy/bin/spiderweb-control" + url() + " workspace_status '{\"project_id\":\""
                + workspace.projectId() + "\"}'");
        out.println("  tail -f " + directory.resolve("logs") + "/*.log");
        out.println();
        out.println("Ctrl-C stops everything.");
    }

    private String url() {
        return portOffset == 0 ? "" : " --url " + Ports.standard(portOffset).gatewayUrl();
    }

    private interface Start {
        ServiceProcess start() throws StackException, InterruptedException;
    }

    private void timed(String name, String address, Start start) throws StackException, InterruptedException {
        long begin = System.nanoTime();
        start.start();
        ok(name, String.format("%s (%.1f s)", address, (System.nanoTime() - begin) / 1e9));
    }

    private void ok(String what, String text) {
        out.printf("  ok     %-14s %s%n", what, text);
    }

    private void interruptWhenAskedToStop(Thread main) {
        try {
            stopRequested.await();
            if (interruptible.getAndSet(false)) {
                main.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // runs on SIGINT and SIGTERM, and at the end, when nothing is left to wait for
    private void stopAndWait() {
        stopRequested.countDown();
        try {
            stopped.await(ServiceProcess.STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
