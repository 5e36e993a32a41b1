package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole stack with one node, whose exports are mounted: what a test of real files and programs works in. */
final class MountedStack implements AutoCloseable {

    private static final int PATIENCE_S = 120;

    private final Path directory;
    private final Stack stack;
    private final Workspace workspace;
    private final Mountpoint mountpoint;

    private MountedStack(Path directory, Stack stack, Workspace workspace) {
        this.directory = directory;
        this.stack = stack;
        this.workspace = workspace;
        this.mountpoint = new Mountpoint(directory.resolve("mnt"));
    }

    /** @param exports names of directories below this one, made where they are missing */
    static MountedStack start(Path directory, String... exports) throws Exception {
        List<ExportDirectory> all = new ArrayList<>();
        for (String name : exports) {
            all.add(new ExportDirectory(name, Files.createDirectories(directory.resolve(name)), false));
        }
        Stack stack = Stack.in(Checkout.find(), directory.resolve("data"), Ports.free());
        try {
            stack.startControlPlane();
            stack.startNode("one", stack.ports().firstNode(), all);
            stack.startGateway();
            MountedStack mounted = new MountedStack(directory, stack, Workspace.up(stack, Map.of("one", all)));
            mounted.mount();
            return mounted;
        } catch (Exception e) {
            stack.close();
            throw e;
        }
    }

    /** Where an export is mounted. */
    Path mounted(String export) {
        return mountpoint.path().resolve(export);
    }

    /** A mount that has cached nothing takes the place of the one that is there. */
    void remount() throws Exception {
        stack.service("mount").stop();
        mount();
    }

    /** Runs a shell script in a directory and gives what it printed; it must succeed. */
    String shell(Path where, String script) throws IOException, InterruptedException {
        Outcome outcome = attempt(where, script);
        assertThat(outcome.status()).as("%s%n%s", script, outcome.output()).isZero();
        return outcome.output();
    }

    record Outcome(int status, String output) {}

    /** Runs a shell script, which may fail. */
    Outcome attempt(Path where, String script) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euc", script)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment()
                .putAll(Map.of(
                        "LC_ALL", "C",
                        "HOME", directory.toString(),
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "GIT_CONFIG_COUNT", "2",
                        "GIT_CONFIG_KEY_0", "user.name",
                        "GIT_CONFIG_VALUE_0", "Ann",
                        "GIT_CONFIG_KEY_1", "user.email",
                        "GIT_CONFIG_VALUE_1", "ann@example.org"));
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end within " + PATIENCE_S + " s: " + script);
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    @Override
    public void close() throws Exception {
        stack.close();
        mountpoint.release();
    }

    private void mount() throws Exception {
        Files.createDirectories(mountpoint.path());
        mountpoint.awaitMounted(stack.startMount(mountpoint.path(), workspace.projectId()));
    }
}
