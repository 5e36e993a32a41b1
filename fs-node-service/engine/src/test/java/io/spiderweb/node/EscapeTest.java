package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing outside an export is ever read, changed or named ({@code spec fs-node 15.1}). */
class EscapeTest {

    private static final String SECRET = "secret";
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int EINVAL = 22;

    @TempDir
    private Path directory;

    private Path work;
    private Path outside;
    private FsNode node;
    private TestClient client;
    private long root;

    @BeforeEach
    void serve() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        outside = Files.createDirectory(directory.resolve("outside"));
        Files.writeString(outside.resolve("f"), SECRET);
        node = FsNode.open(
                List.of(new ExportSpec("work", work, false)),
                new Access.Anyone(),
                NodeLimits.DEFAULT,
                NodeObserver.NONE);
        client = TestClient.greeted(node, false);
        root = client.root("work");
    }

    @AfterEach
    void stop() {
        client.close();
        node.close();
        assertThat(outside.resolve("f")).hasContent(SECRET);
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("f"));
    }

    @Test
    void linksOutOfTheExportAreNotFollowed() throws IOException {
        Files.createSymbolicLink(work.resolve("up"), Path.of("../outside/f"));
        Files.createSymbolicLink(work.resolve("absolute"), outside.resolve("f"));
        Files.createSymbolicLink(work.resolve("dir"), Path.of("../outside"));
        Files.createSymbolicLink(work.resolve("proc"), Path.of("/proc/self/root"));

        for (String name : List.of("up", "absolute", "dir", "proc")) {
            assertThat(errno(client.onNode("lookup", root, "{'name':'" + name + "'}")))
                    .describedAs(name)
                    .isEqualTo(EACCES);
        }
    }

    @Test
    void anAbsoluteLinkIsNotFollowedEvenIfItLeadsIntoTheExport() throws IOException {
        Files.writeString(work.resolve("a"), "a");
        Files.createSymbolicLink(work.resolve("l"), work.resolve("a"));

        assertThat(errno(client.onNode("lookup", root, "{'name':'l'}"))).isEqualTo(EACCES);
    }

    @Test
    void linksWithinTheExportLeadToTheirTarget() throws IOException {
        Files.createDirectories(work.resolve("a/b"));
        Files.writeString(work.resolve("a/b/f"), "in");
        Files.createSymbolicLink(work.resolve("l"), Path.of("a/x/../b"));
        Files.createDirectory(work.resolve("a/x"));
        Files.createSymbolicLink(work.resolve("a/x/up"), Path.of("../../a/b/f"));

        long linked = client.lookup(root, "l");

        assertThat(linked).isEqualTo(client.lookup(client.lookup(root, "a"), "b"));
        assertThat(client.lookup(client.lookup(client.lookup(root, "a"), "x"), "up"))
                .isEqualTo(client.lookup(linked, "f"));
    }

    @Test
    void linksAreNoWayToTheHiddenDirectory() throws IOException {
        Files.createDirectory(work.resolve(".spiderweb-sandbox"));
        Files.writeString(work.resolve(".spiderweb-sandbox/f"), SECRET);
        Files.createSymbolicLink(work.resolve("l"), Path.of(".spiderweb-sandbox/f"));

        assertThat(errno(client.onNode("lookup", root, "{'name':'l'}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("lookup", root, "{'name':'.spiderweb-sandbox'}")))
                .isEqualTo(ENOENT);
        assertThat(errno(rename(root, ".spiderweb-sandbox", root, "seen"))).isEqualTo(EACCES);
    }

    @Test
    void aKnownFileThatBecomesALinkIsGone() throws IOException {
        Files.writeString(work.resolve("f"), "in");
        long file = client.lookup(root, "f");

        Files.delete(work.resolve("f"));
        Files.createSymbolicLink(work.resolve("f"), Path.of("../outside/f"));

        assertThat(errno(client.onNode("getattr", file, "{}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("open", file, "{'flags':2}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("truncate", file, "{'sz':0}"))).isEqualTo(ENOENT);
    }

    @Test
    void aKnownDirectoryThatBecomesALinkIsGone() throws IOException {
        Files.createDirectory(work.resolve("d"));
        Files.writeString(work.resolve("d/f"), "in");
        long dir = client.lookup(root, "d");
        long file = client.lookup(dir, "f");

        Files.move(work.resolve("d"), directory.resolve("away"));
        Files.createSymbolicLink(work.resolve("d"), Path.of("../outside"));

        assertThat(errno(client.onNode("open", file, "{'flags':0}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("lookup", dir, "{'name':'f'}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("readdirp", dir, "{}"))).isEqualTo(ENOENT);
        for (String operation : List.of("create", "mkdir", "unlink", "rmdir")) {
            assertThat(errno(client.onNode(operation, dir, "{'name':'f'}")))
                    .describedAs(operation)
                    .isEqualTo(ENOENT);
        }
    }

    @Test
    void renamingALinkRenamesTheLinkAndTellsNothingOfItsTarget() throws IOException {
        Files.createSymbolicLink(work.resolve("l"), Path.of("../outside/f"));

        client.ok(rename(root, "l", root, "m"));

        assertThat(work.resolve("m")).isSymbolicLink();
        assertThat(client.events()).containsExactly("dir " + root);
    }

    @Test
    void idsCannotBeGuessedFromInodes() throws IOException {
        Files.createSymbolicLink(work.resolve("l"), Path.of("../outside/f"));
        long inode = (long) Files.getAttribute(outside.resolve("f"), "unix:ino");
        long guess = (1L << 48) | (inode & 0xFFFF_FFFF_FFFFL);

        assertThat(errno(client.onNode("open", guess, "{}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("getattr", guess, "{}"))).isEqualTo(ENOENT);
    }

    @Test
    void namesThatAreNoNamesAreRefused() {
        for (String name : List.of("..", ".", "a/b", "/etc", "a\\\\b", "a\\u0000b", "")) {
            for (String operation : List.of("lookup", "create", "mkdir", "unlink", "rmdir")) {
                assertThat(errno(client.onNode(operation, root, "{'name':'" + name + "'}")))
                        .describedAs("%s %s", operation, name)
                        .isEqualTo(EINVAL);
            }
            assertThat(errno(rename(root, name, root, "x"))).isEqualTo(EINVAL);
            assertThat(errno(rename(root, "x", root, name))).isEqualTo(EINVAL);
        }
    }

    @Test
    void whoSwapsADirectoryForALinkWhileItIsUsedGetsNothing() throws Exception {
        Files.createDirectory(work.resolve("real"));
        Files.writeString(work.resolve("real/f"), "in");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("../outside"));
        long dir = client.lookup(root, "real");
        AtomicBoolean done = new AtomicBoolean();
        Thread attacker = Thread.ofPlatform().start(() -> {
            while (!done.get()) {
                swap();
            }
        });

        try {
            for (int i = 0; i < 2000; i++) {
                JsonNode found = client.onNode("lookup", dir, "{'name':'f'}");
                if (found.path("ok").booleanValue()) {
                    long file = found.path("payload").path("attr").path("id").longValue();
                    JsonNode opened = client.onNode("open", file, "{'flags':2}");
                    if (opened.path("ok").booleanValue()) {
                        long h = opened.path("payload").path("h").longValue();
                        JsonNode data = client.ok(client.onHandle("read", h, "{}"));
                        assertThat(Base64.getDecoder()
                                        .decode(data.path("data_b64").textValue()))
                                .asString()
                                .isEqualTo("in");
                        client.ok(client.onHandle("close", h, "{}"));
                    }
                }
                client.onNode("create", dir, "{'name':'made" + i + "'}");
            }
        } finally {
            done.set(true);
            attacker.join();
        }
        assertThat(outside.toFile().list()).containsExactly("f");
    }

    private void swap() {
        try {
            Files.move(work.resolve("real"), directory.resolve("aside"));
            Files.move(directory.resolve("link"), work.resolve("real"));
            Files.move(work.resolve("real"), directory.resolve("link"));
            Files.move(directory.resolve("aside"), work.resolve("real"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode rename(long from, String oldName, long to, String newName) {
        return client.call(
                "rename",
                "",
                "{'old_parent':" + from + ",'old_name':'" + oldName + "','new_parent':" + to + ",'new_name':'" + newName
                        + "'}");
    }
}
