package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.stack.Stack.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT cache of {@code spiderweb-control}: the launcher uses the one of the build, and says nothing about one that does not fit. */
class CommandCacheTest {

    private static final Path TOP = Checkout.find().top();
    private static final String TARGET = "control-plane-service/cli/target";
    private static final String CACHE = TARGET + "/command.aot";

    @TempDir
    Path copy;

    @Test
    void theLauncherUsesTheCacheThatTheBuildMakes() throws Exception {
        // with this flag the JVM refuses to start without its cache
        CommandResult result = version(TOP, "SPIDERWEB_JVM_FLAGS=-XX:AOTMode=on");
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("spiderweb ");
    }

    @Test
    void aCacheThatDoesNotFitIsIgnoredInSilence() throws Exception {
        copy("deploy/lib");
        copy("deploy/bin");
        copy(TARGET + "/lib");
        try (Stream<Path> files = Files.list(TOP.resolve(TARGET))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(TARGET).resolve(file.getFileName()));
            }
        }
        try (Stream<Path> jars = Files.list(copy.resolve(TARGET))) {
            for (Path jar :
                    jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
            }
        }
        assertWorks(version(copy, "STALE=jar"));

        Files.writeString(copy.resolve(CACHE), "half a cache");
        assertWorks(version(copy, "STALE=cache"));

        Files.delete(copy.resolve(CACHE));
        assertWorks(version(copy, "STALE=none"));
    }

    private static void assertWorks(CommandResult result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).startsWith("spiderweb ");
        assertThat(result.status()).isZero();
    }

    private static CommandResult version(Path top, String variable) throws Exception {
        String launcher = top.resolve("deploy/bin/spiderweb-control").toString();
        return CommandResult.of(List.of("env", variable, launcher, "--version"), Duration.ofSeconds(60));
    }

    private void copy(String directory) throws IOException {
        Files.createDirectories(copy.resolve(directory));
        try (Stream<Path> files = Files.list(TOP.resolve(directory))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file, copy.resolve(directory).resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
