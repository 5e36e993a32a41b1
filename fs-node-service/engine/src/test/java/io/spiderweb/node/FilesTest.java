package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the node does better than the reference with files and directories ({@code spec fs-node 15.2, 15.3}). */
class FilesTest {

    private static final int O_WRONLY = 1;
    private static final int O_RDWR = 2;
    private static final int O_TRUNC = 0x200;
    private static final int O_APPEND = 0x400;

    private static final int ENOENT = 2;
    private static final int ENXIO = 6;
    private static final int EAGAIN = 11;
    private static final int EISDIR = 21;
    private static final int EINVAL = 22;
    private static final int EROFS = 30;
    private static final int ENAMETOOLONG = 36;
    private static final int ENOTEMPTY = 39;

    @TempDir
    private Path directory;

    private FsNode node;
    private TestClient client;
    private long root;

    @BeforeEach
    void serve() throws IOException {
        Files.createDirectory(directory.resolve("work"));
        Files.createDirectory(directory.resolve("fixed"));
        Files.writeString(directory.resolve("fixed/r.txt"), "r");
        node = FsNode.open(
                List.of(
                        new ExportSpec("work", directory.resolve("work"), false),
                        new ExportSpec("fixed", directory.resolve("fixed"), true)),
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
    }

    @Test
    void attributesAreThoseOnTheDisk() throws IOException {
        Path file = Files.writeString(directory.resolve("work/a"), "hello");
        Files.createLink(directory.resolve("work/b"), file);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789)));

        JsonNode attr = client.ok(client.onNode("lookup", root, "{'name':'a'}")).path("attr");

        assertThat(attr.path("k").intValue()).isEqualTo(1);
        assertThat(attr.path("n").intValue()).isEqualTo(2);
        assertThat(attr.path("sz").intValue()).isEqualTo(5);
        assertThat(attr.path("m").intValue()).isEqualTo(Files.getAttribute(file, "unix:mode"));
        assertThat(attr.path("u").intValue()).isEqualTo(Files.getAttribute(file, "unix:uid"));
        assertThat(attr.path("mt").longValue()).isEqualTo(1_000_000_000_123_456_789L);
        assertThat(client.lookup(root, "b")).isEqualTo(attr.path("id").longValue());
    }

    @Test
    void generationChangesEvenWhenTheTimeOfModificationIsSetBack() throws IOException {
        Path file = Files.writeString(directory.resolve("work/a"), "old");
        FileTime time = Files.getLastModifiedTime(file);
        long id = client.lookup(root, "a");
        long before = generation(id);

        Files.writeString(file, "new");
        Files.setLastModifiedTime(file, time);

        assertThat(generation(id)).isNotEqualTo(before);
    }

    private long generation(long id) {
        return client.ok(client.onNode("getattr", id, "{}"))
                .path("attr")
                .path("gen")
                .longValue();
    }

    @Test
    void truncationAtOpenIsHonouredAndAnnounced() throws IOException {
        Files.writeString(directory.resolve("work/a"), "hello");
        long id = client.lookup(root, "a");

        client.open(id, O_RDWR | O_TRUNC);

        assertThat(directory.resolve("work/a")).isEmptyFile();
        assertThat(client.events()).containsExactly("node " + id + " all");
    }

    @Test
    void truncationAtOpenNeedsWriteAccess() throws IOException {
        Files.writeString(directory.resolve("work/a"), "hello");

        client.open(client.lookup(root, "a"), O_TRUNC);

        assertThat(directory.resolve("work/a")).hasContent("hello");
    }

    @Test
    void appendingWritesGoToTheEndWhateverTheirOffset() throws IOException {
        Files.writeString(directory.resolve("work/a"), "hello");
        long h = client.open(client.lookup(root, "a"), O_WRONLY | O_APPEND);

        client.ok(client.onHandle("write", h, "{'off':0,'data_b64':'" + base64(" world") + "'}"));

        assertThat(directory.resolve("work/a")).hasContent("hello world");
    }

    @Test
    void readsSayExactlyWhereTheFileEnds() throws IOException {
        Files.writeString(directory.resolve("work/a"), "hello");
        long h = client.open(client.lookup(root, "a"), 0);

        assertThat(read(h, 0, 4).path("eof").booleanValue()).isFalse();
        assertThat(read(h, 0, 5).path("eof").booleanValue()).isTrue();
        assertThat(read(h, 0, 6).path("eof").booleanValue()).isTrue();
        assertThat(read(h, Long.MAX_VALUE, 10).path("eof").booleanValue()).isTrue();
    }

    @Test
    void aWholeMebibyteIsReadAndWrittenAtOnce() throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        Arrays.fill(mebibyte, (byte) 7);
        long h = client.ok(client.onNode("create", root, "{'name':'big'}"))
                .path("h")
                .longValue();

        String data = Base64.getEncoder().encodeToString(mebibyte);
        client.ok(client.onHandle("write", h, "{'off':0,'data_b64':'" + data + "'}"));

        assertThat(directory.resolve("work/big")).hasBinaryContent(mebibyte);
        assertThat(read(h, 0, 1 << 21).path("data_b64").textValue()).isEqualTo(data);
    }

    @Test
    void aDirectoryCanBeOpenedButNotRead() {
        long h = client.open(root, 0);

        assertThat(errno(client.onHandle("read", h, "{}"))).isEqualTo(EISDIR);
    }

    @Test
    void aPipeIsSeenButNeverOpened() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("work/pipe").toString())
                        .start()
                        .waitFor())
                .isZero();
        long id = client.lookup(root, "pipe");

        assertThat(errno(client.onNode("open", id, "{'flags':0}"))).isEqualTo(ENXIO);
        assertThat(errno(client.onNode("open", id, "{'flags':1}"))).isEqualTo(ENXIO);
        assertThat(errno(client.onNode("truncate", id, "{'sz':0}"))).isEqualTo(ENXIO);
    }

    @Test
    void setIdBitsAreNotTakenFromClients() throws IOException {
        client.ok(client.onNode("create", root, "{'name':'s','mode':" + 0106755 + "}"));

        int mode = (int) Files.getAttribute(directory.resolve("work/s"), "unix:mode");
        assertThat(mode & 07000).isZero();
    }

    @Test
    void errorsAreTheKernels() throws IOException {
        Files.createDirectories(directory.resolve("work/full/inner"));

        assertThat(errno(client.onNode("rmdir", root, "{'name':'full'}"))).isEqualTo(ENOTEMPTY);
        assertThat(errno(client.onNode("lookup", root, "{'name':'" + "x".repeat(256) + "'}")))
                .isEqualTo(ENAMETOOLONG);
        long full = client.lookup(root, "full");
        assertThat(errno(client.call(
                        "rename",
                        "",
                        "{'old_parent':" + root + ",'old_name':'full','new_parent':" + full + ",'new_name':'x'}")))
                .isEqualTo(EINVAL);
    }

    @Test
    void aLockIsWaitedForALittleAndEndsWithItsHandle() throws IOException {
        Files.writeString(directory.resolve("work/f"), "x");
        long file = client.lookup(root, "f");
        long first = client.open(file, 0);
        client.ok(client.onHandle("lock", first, "{'kind':'exclusive'}"));
        try (TestClient other = TestClient.greeted(node, false)) {
            long second = other.open(other.lookup(root, "f"), 0);
            assertThat(errno(other.onHandle("lock", second, "{'kind':'shared','wait':false}")))
                    .isEqualTo(EAGAIN);
            assertThat(errno(other.onHandle("lock", second, "{'kind':'shared'}")))
                    .isEqualTo(EAGAIN);
            client.ok(client.onHandle("close", first, "{}"));
            other.ok(other.onHandle("lock", second, "{'kind':'shared'}"));
        }
    }

    @Test
    void nothingIsChangedInAReadOnlyExport() {
        long fixed = client.root("fixed");
        long file = client.lookup(fixed, "r.txt");

        assertThat(errno(client.onNode("open", file, "{'flags':2}"))).isEqualTo(EROFS);
        assertThat(errno(client.onNode("create", fixed, "{'name':'n'}"))).isEqualTo(EROFS);
        assertThat(errno(client.onNode("mkdir", fixed, "{'name':'n'}"))).isEqualTo(EROFS);
        assertThat(errno(client.onNode("unlink", fixed, "{'name':'r.txt'}"))).isEqualTo(EROFS);
        assertThat(errno(client.onNode("truncate", file, "{'sz':0}"))).isEqualTo(EROFS);
        assertThat(errno(client.onNode("symlink", fixed, "{'name':'l','target':'x'}")))
                .isEqualTo(EROFS);
        assertThat(errno(client.onNode("setxattr", file, "{'name':'user.k','value_b64':''}")))
                .isEqualTo(EROFS);
        try (TestClient posix = new TestClient(node)) {
            posix.ok(posix.hello(null, false, ",'features':['posix-1']"));
            assertThat(errno(posix.onNode("setattr", file, "{'mode':511}"))).isEqualTo(EROFS);
            assertThat(errno(posix.onNode("link", file, "{'parent':" + fixed + ",'name':'l'}")))
                    .isEqualTo(EROFS);
        }
        assertThat(directory.resolve("fixed/r.txt")).hasContent("r");
        assertThat(directory.resolve("fixed").toFile().list()).containsExactly("r.txt");
    }

    @Test
    void aRenamedDirectoryTakesWhatClientsKnowInItAlong() throws IOException {
        Files.createDirectories(directory.resolve("work/a/b"));
        Files.writeString(directory.resolve("work/a/b/f"), "deep");
        long file = client.lookup(client.lookup(client.lookup(root, "a"), "b"), "f");

        client.ok(client.call(
                "rename", "", "{'old_parent':" + root + ",'old_name':'a','new_parent':" + root + ",'new_name':'z'}"));

        long h = client.open(file, 0);
        assertThat(read(h, 0, 9).path("data_b64").textValue()).isEqualTo(base64("deep"));
    }

    @Test
    void directoriesThatSwapTheirPlacesAreFoundAgain() throws IOException {
        Files.createDirectories(directory.resolve("work/a/b"));
        long a = client.lookup(root, "a");
        long b = client.lookup(a, "b");

        Files.move(directory.resolve("work/a/b"), directory.resolve("work/b"));
        Files.move(directory.resolve("work/a"), directory.resolve("work/b/a"));

        assertThat(client.lookup(root, "b")).isEqualTo(b);
        assertThat(client.lookup(b, "a")).isEqualTo(a);
        client.ok(client.onNode("getattr", a, "{}"));
    }

    @Test
    void anIdNeverMeansAnotherFileThatTookItsPlace() throws IOException {
        Path file = Files.writeString(directory.resolve("work/a"), "mine");
        long id = client.lookup(root, "a");
        Path other = Files.writeString(directory.resolve("work/other"), "not mine");

        Files.move(file, directory.resolve("kept"));
        Files.move(other, file);

        assertThat(errno(client.onNode("getattr", id, "{}"))).isEqualTo(ENOENT);
        assertThat(errno(client.onNode("open", id, "{'flags':0}"))).isEqualTo(ENOENT);
    }

    @Test
    void statfsTellsWhatIsFree() {
        JsonNode statfs = client.ok(client.onNode("statfs", root, "{}"));

        assertThat(statfs.path("blocks").longValue()).isPositive();
        assertThat(statfs.path("namemax").longValue()).isEqualTo(255);
        assertThat(statfs.properties()).hasSize(9);
    }

    private JsonNode read(long h, long offset, int length) {
        return client.ok(client.onHandle("read", h, "{'off':" + offset + ",'len':" + length + "}"));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
