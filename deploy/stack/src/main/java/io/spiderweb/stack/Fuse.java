package io.spiderweb.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a mount needs of this machine: the device, libfuse 2 and a tool to unmount. */
final class Fuse {

    private static final List<String> INSTALL =
            List.of("apt-get", "install", "-y", "-q", "--no-install-recommends", "fuse3", "libfuse2");

    private Fuse() {}

    /** What is missing, for people; empty when a workspace can be mounted. */
    static Optional<String> missing() {
        if (!Files.exists(Path.of("/dev/fuse"))) {
            return Optional.of("this kernel has no /dev/fuse");
        }
        boolean library = Stream.of(
                        "/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu")
                .anyMatch(dir -> Files.exists(Path.of(dir, "libfuse.so.2")));
        boolean tool = Stream.of("/bin", "/usr/bin", "/usr/local/bin")
                .flatMap(dir -> Stream.of(Path.of(dir, "fusermount3"), Path.of(dir, "fusermount")))
                .anyMatch(Files::isExecutable);
        return library && tool
                ? Optional.empty()
                : Optional.of("the packages fuse3 and libfuse2 are not installed: apt-get install fuse3 libfuse2");
    }

    /** Installs the packages where that is possible, saying so first. */
    static void install(PrintStream out) throws InterruptedException {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        if (!isRoot || !Files.isExecutable(Path.of("/usr/bin/apt-get")) || !Files.exists(Path.of("/dev/fuse"))) {
            return;
        }
        out.println("  ...    installing the packages fuse3 and libfuse2 (--no-install forbids it)");
        if (!run(INSTALL)) {
            run(List.of("apt-get", "update", "-q"));
            run(INSTALL);
        }
    }

    private static boolean run(List<String> command) throws InterruptedException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
