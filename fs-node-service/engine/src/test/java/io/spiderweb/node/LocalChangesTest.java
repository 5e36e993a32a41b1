package io.spiderweb.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs on the node's machine change is noticed without a scan ({@code spec fs-node 8.4}). */
class LocalChangesTest {

    @TempDir
    private Path directory;

    private Path work;
    private FsNode node;
    private TestClient subscriber;
    private TestClient client;
    private long root;

    @BeforeEach
    void serve() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        Files.createDirectory(work.resolve("sub"));
        Files.writeString(work.resolve("f"), "x");
        node = FsNode.open(
                List.of(new ExportSpec("work", work, false), new ExportSpec("again", work, true)),
                new Access.Anyone(),
                NodeLimits.DEFAULT,
                NodeObserver.NONE);
        subscriber = TestClient.greeted(node, true);
        client = TestClient.greeted(node, false);
        root = client.root("work");
    }

    @AfterEach
    void stop() {
        subscriber.close();
        client.close();
        node.close();
    }

    @Test
    void newAndRemovedFilesChangeTheirDirectory() throws IOException {
        Files.createFile(work.resolve("new"));
        awaitEvent("dir " + root);

        Files.delete(work.resolve("new"));
        awaitEvent("dir " + root);
    }

    @Test
    void everyExportOfADirectoryHearsOfIt() throws IOException {
        long again = client.root("again");

        Files.createFile(work.resolve("new"));

        awaitEvents("dir " + root, "dir " + again);
    }

    @Test
    void contentAndPermissionsOfKnownFilesAreAnnounced() throws IOException {
        long file = client.lookup(root, "f");

        Files.writeString(work.resolve("f"), "changed");
        awaitEvent("node " + file + " all");

        Files.setPosixFilePermissions(work.resolve("f"), PosixFilePermissions.fromString("rw-------"));
        awaitEvent("node " + file + " attr");
    }

    @Test
    void directoriesAreWatchedOnceSomebodyLooksIntoThem() throws IOException {
        int before = node.load().watchedDirectories();
        long sub = client.lookup(root, "sub");
        client.ok(client.onNode("readdirp", sub, "{}"));

        assertThat(node.load().watchedDirectories()).isEqualTo(before + 1);
        Files.createFile(work.resolve("sub/new"));
        awaitEvent("dir " + sub);
    }

    @Test
    void aDirectoryThatALocalProgramMovesStaysKnown() throws IOException {
        Files.createDirectories(work.resolve("sub/deep"));
        long deep = client.lookup(client.lookup(root, "sub"), "deep");
        long sub = client.lookup(root, "sub");

        Files.move(work.resolve("sub"), work.resolve("moved"));
        awaitEvents("dir " + root, "node " + sub + " all");

        client.ok(client.onNode("getattr", deep, "{}"));
    }

    @Test
    void aFileThatIsReplacedByARenameIsAnnounced() throws IOException {
        long file = client.lookup(root, "f");
        Files.writeString(directory.resolve("next"), "next");

        Files.move(directory.resolve("next"), work.resolve("f"), StandardCopyOption.REPLACE_EXISTING);

        awaitEvent("dir " + root);
        assertThat(client.lookup(root, "f")).isNotEqualTo(file);
    }

    @Test
    void aBurstIsAnnouncedInFewEvents() throws IOException {
        client.lookup(root, "f");
        long before = node.load().events();
        for (int i = 0; i < 500; i++) {
            Files.createFile(work.resolve("n" + i));
        }
        Files.writeString(work.resolve("f"), "the last");

        awaitEvent("node " + client.lookup(root, "f") + " all");
        assertThat(node.load().events() - before).isLessThan(400);
    }

    @Test
    void ownChangesAreNotAnnouncedASecondTime() throws IOException {
        String kernel = System.getProperty("os.version");
        String type = Files.getFileStore(work).type();
        assumeTrue(
                List.of("ext4", "xfs", "btrfs", "tmpfs").contains(type) && !kernel.matches("[1-5]\\..*|6\\.[0-9]\\..*"),
                "needs timestamps that tell every change from the next; this is " + type + " on Linux " + kernel);
        long sub = client.lookup(root, "sub");
        client.ok(client.onNode("mkdir", sub, "{'name':'own'}"));

        // whatever the watcher has to say about sub it says before this
        Files.createFile(work.resolve("local"));

        List<String> events = new ArrayList<>();
        while (!events.contains("dir " + root)) {
            events.add(subscriber.event());
        }
        assertThat(events.stream().filter(event -> event.equals("dir " + sub))).hasSize(1);
    }

    private void awaitEvent(String expected) {
        awaitEvents(expected);
    }

    private void awaitEvents(String... expected) {
        List<String> seen = new ArrayList<>();
        while (!seen.containsAll(List.of(expected))) {
            seen.add(subscriber.event());
        }
    }
}
