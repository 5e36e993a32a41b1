package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Files of all sizes, numbers and names through a mount of a real node. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealFilesTest {

    private static final int LARGE = 100 << 20;
    private static final int MANY = 10_000;

    @TempDir
    static Path directory;

    private MountedStack stack;
    private Path work;
    private Path mounted;
    private boolean hasSmallDisk;

    @BeforeAll
    void start() throws Exception {
        Requirements.fuse();
        Path small = Files.createDirectories(directory.resolve("small"));
        hasSmallDisk = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()) == 0;
        stack = MountedStack.start(directory, "work", "small");
        work = directory.resolve("work");
        mounted = stack.mounted("work");
    }

    @AfterAll
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
        if (hasSmallDisk) {
            run("umount", directory.resolve("small").toString());
        }
    }

    @Test
    void aLargeFileComesBackAsItWas() throws Exception {
        Path original = directory.resolve("large");
        byte[] block = new byte[1 << 20];
        Random random = new Random(7);
        try (OutputStream out = Files.newOutputStream(original)) {
            for (int written = 0; written < LARGE; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        Files.copy(original, mounted.resolve("large"));
        stack.remount();

        String expected = digest(original);
        assertThat(digest(mounted.resolve("large"))).isEqualTo(expected);
        assertThat(digest(work.resolve("large"))).isEqualTo(expected);
        Files.delete(mounted.resolve("large"));
    }

    @Test
    void aLargeDirectoryIsListedCompletely() throws IOException {
        Path many = Files.createDirectory(work.resolve("many"));
        List<String> names =
                IntStream.range(0, MANY).mapToObj(i -> "entry-" + i).toList();
        for (String name : names) {
            Files.createFile(many.resolve(name));
        }

        try (Stream<Path> entries = Files.list(mounted.resolve("many"))) {
            assertThat(entries.map(entry -> entry.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void filesOfAnyNameAreMadeListedMovedAndRemoved() throws Exception {
        Path here = Files.createDirectory(mounted.resolve("names"));
        String names = "names=('a b' $'it\\'s \"x\"' $'line\\nbreak' $'tab\\t' '-rf' '*?[$HOME]' "
                + "$'\\xc3\\xa4\\xe2\\x82\\xac\\xf0\\x9f\\x98\\x80' \"$(printf 'x%.0s' {1..255})\"); ";
        stack.shell(here, names + "for n in \"${names[@]}\"; do printf '%s' \"$n\" > \"./$n\"; done");

        // what find prints are the bytes
        assertThat(stack.shell(here, "find . -type f -print0 | sort -z | od -c"))
                .isEqualTo(stack.shell(work.resolve("names"), "find . -type f -print0 | sort -z | od -c"));
        stack.shell(
                here,
                names + "for n in \"${names[@]}\"; do test \"$(cat \"./$n\"; echo .)\" = \"$n.\"; mkdir -p sub;"
                        + " mv \"./$n\" sub/; test -e \"sub/$n\"; rm \"sub/$n\"; done; rmdir sub; test -z \"$(ls -A)\"");
    }

    @Test
    void aFileWhoseNameIsNotUtf8IsReadRenamedAndRemovedByTheNameThatIsShown() throws Exception {
        Path there = Files.createDirectory(work.resolve("latin"));
        stack.shell(there, "printf hello > $'caf\\351'; mkdir $'d\\377'; printf x > $'d\\377/f'");
        Path here = mounted.resolve("latin");

        // U+EFE9 and U+EFFF
        assertThat(stack.shell(here, "cat $'caf\\xee\\xbf\\xa9' $'d\\xee\\xbf\\xbf/f'"))
                .isEqualTo("hellox");
        stack.shell(here, "mv $'caf\\xee\\xbf\\xa9' plain; mv plain $'n\\xee\\xbf\\xbf'");
        assertThat(stack.shell(there, "cat $'n\\377'")).isEqualTo("hello");
        assertThat(stack.attempt(here, "touch $'caf\\351'").output()).contains("Invalid or incomplete multibyte");
        stack.shell(here, "rm -r -- *; test -z \"$(ls -A)\"");
        assertThat(there).isEmptyDirectory();
    }

    @Test
    void aFullDiskIsToldToTheWriterAndLosesNothingElse() throws Exception {
        assumeTrue(hasSmallDisk, "needs the right to mount a tmpfs");
        Path here = stack.mounted("small");
        stack.shell(here, "printf kept > kept; head -c 5m /dev/zero > ballast");

        MountedStack.Outcome copy =
                stack.attempt(here, "head -c 6m /dev/zero > " + directory + "/6m; cp " + directory + "/6m big");
        assertThat(copy.status()).isNotZero();
        assertThat(copy.output()).contains("No space left on device");
        assertThat(stack.attempt(here, "rm big; dd if=" + directory + "/6m of=big bs=1M conv=fsync")
                        .output())
                .contains("No space left on device");

        assertThat(stack.shell(here, "cat kept; wc -c < ballast; df --output=avail . | tail -1"))
                .startsWith("kept5242880");
        stack.shell(here, "rm big ballast; cp " + directory + "/6m big; cmp " + directory + "/6m big; rm big");
    }

    private static String digest(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
