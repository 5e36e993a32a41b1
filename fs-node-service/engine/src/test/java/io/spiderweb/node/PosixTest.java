package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client gets that names {@code posix-1}, and what stays as it was for one that does not. */
class PosixTest extends ServedDirectory {

    private static final int EPERM = 1;
    private static final int ENOENT = 2;
    private static final int EBADF = 9;
    private static final int EACCES = 13;
    private static final int EEXIST = 17;
    private static final int ENOTDIR = 20;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;
    private static final int ELOOP = 40;
    private static final int EOPNOTSUPP = 95;

    private static final int SYMLINK = 3;

    private TestClient posix;

    @BeforeEach
    void greet() {
        posix = new TestClient(node);
        JsonNode hello = posix.ok(posix.hello(null, true, ",'features':['posix-1']"));
        assertThat(hello.path("features").toString()).contains("posix-1");
    }

    @AfterEach
    void leave() {
        posix.close();
    }

    @Test
    void whoDoesNotNameTheFeatureGetsNoneOfIt() throws IOException {
        Files.writeString(work.resolve("f"), "x");
        long file = client.lookup(root, "f");
        long handle = client.open(file, 0);

        assertThat(errno(client.onNode("setattr", file, "{'mode':448}"))).isEqualTo(ENOSYS);
        assertThat(errno(client.onNode("readlink", file, "{}"))).isEqualTo(ENOSYS);
        assertThat(errno(client.onNode("link", file, "{'parent':" + root + ",'name':'g'}")))
                .isEqualTo(ENOSYS);
        assertThat(errno(client.onHandle("fsync", handle, "{}"))).isEqualTo(ENOSYS);
        assertThat(errno(client.onNode("fsyncdir", root, "{}"))).isEqualTo(ENOSYS);
        client.ok(client.onNode("mkdir", root, "{'name':'d','mode':448}"));
        assertThat(Files.getPosixFilePermissions(work.resolve("d"))).isNotEqualTo(permissions("rwx------"));
    }

    @Test
    void modeAndTimesAreSet() throws IOException {
        Path path = Files.writeString(work.resolve("f"), "x");
        long file = posix.lookup(root, "f");

        JsonNode attr = posix.ok(
                        posix.onNode("setattr", file, "{'mode':" + 0751 + ",'at':-1,'mt':1000000000000000007}"))
                .path("attr");

        assertThat(attr.path("m").intValue()).isEqualTo(0100751);
        assertThat(attr.path("at").longValue()).isEqualTo(-1);
        assertThat(Files.getPosixFilePermissions(path)).isEqualTo(permissions("rwxr-x--x"));
        assertThat(Files.getLastModifiedTime(path)).isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_000, 7)));
        assertThat(posix.events()).containsExactly("node " + file + " attr");
        posix.ok(posix.onNode("setattr", file, "{'mt':'now'}"));
        assertThat(Files.getLastModifiedTime(path).toInstant()).isAfter(Instant.ofEpochSecond(1_600_000_000));
        assertThat(attr(posix, file).path("at").longValue()).isEqualTo(-1);
        assertThat(errno(posix.onNode("setattr", file, "{'mt':'later'}"))).isEqualTo(EINVAL);
    }

    @Test
    void theOwnerThatIsThereCanBeGivenAgain() throws IOException {
        Path path = Files.writeString(work.resolve("f"), "x");
        long file = posix.lookup(root, "f");
        int uid = (int) Files.getAttribute(path, "unix:uid");

        posix.ok(posix.onNode("setattr", file, "{'uid':" + uid + "}"));
        posix.ok(posix.onNode("setattr", file, "{}"));

        assertThat(attr(posix, file).path("u").intValue()).isEqualTo(uid);
    }

    @Test
    void noFileIsMadeToRunAsTheUserOfTheNode() throws IOException {
        Files.writeString(work.resolve("f"), "x");
        Files.createDirectory(work.resolve("d"));

        assertThat(errno(posix.onNode("setattr", posix.lookup(root, "f"), "{'mode':" + 04755 + "}")))
                .isEqualTo(EPERM);
        posix.ok(posix.onNode("setattr", posix.lookup(root, "d"), "{'mode':" + 02775 + "}"));

        assertThat(attr(posix, posix.lookup(root, "d")).path("m").intValue()).isEqualTo(042775);
    }

    @Test
    void aNewDirectoryGetsItsMode() throws IOException {
        posix.ok(posix.onNode("mkdir", root, "{'name':'d','mode':" + 0700 + "}"));

        assertThat(Files.getPosixFilePermissions(work.resolve("d"))).isEqualTo(permissions("rwx------"));
    }

    @Test
    void linksAreShownAsLinksWhereverTheyLead() throws IOException {
        for (String target : List.of("a", "nowhere", "/etc/passwd", "..", "self")) {
            Path link = work.resolve(target.equals("self") ? "self" : "to" + target.replace('/', '-'));
            Files.createSymbolicLink(link, Path.of(target));
            String name = link.getFileName().toString();
            JsonNode attr = posix.ok(posix.onNode("lookup", root, "{'name':'" + name + "'}"))
                    .path("attr");

            assertThat(attr.path("k").intValue()).as(name).isEqualTo(SYMLINK);
            assertThat(attr.path("sz").intValue()).isEqualTo(target.length());
            assertThat(readlink(attr.path("id").longValue())).isEqualTo(target);
        }
        assertThat(names(posix))
                .containsExactlyInAnyOrder(".", "..", "toa", "tonowhere", "to-etc-passwd", "to..", "self");
        assertThat(names(client)).containsExactly(".", "..");
    }

    @Test
    void aLinkIsMadeForAnyTargetAndFollowedByNobodyHere() throws IOException {
        posix.ok(posix.onNode("symlink", root, "{'name':'l','target':'/etc/passwd'}"));
        posix.ok(posix.onNode("symlink", root, "{'name':'m','target':'caf\uefe9'}"));

        assertThat(Files.readSymbolicLink(work.resolve("l"))).isEqualTo(Path.of("/etc/passwd"));
        long link = posix.lookup(root, "l");
        for (String operation : List.of("open", "truncate", "fsyncdir", "readdirp", "listxattr")) {
            JsonNode reply = posix.onNode(operation, link, "{}");
            assertThat(reply.toString()).doesNotContain("root");
            if (!operation.equals("listxattr")) {
                assertThat(reply.path("ok").booleanValue()).as(operation).isFalse();
            }
        }
        assertThat(errno(posix.onNode("lookup", link, "{'name':'x'}"))).isEqualTo(ENOENT);
        assertThat(errno(posix.onNode("setattr", link, "{'mode':511}"))).isEqualTo(EOPNOTSUPP);
        posix.ok(posix.onNode("setattr", link, "{'mt':1000000000}"));
        assertThat(Files.getLastModifiedTime(work.resolve("l"), LinkOption.NOFOLLOW_LINKS)
                        .toInstant())
                .isEqualTo(Instant.ofEpochSecond(1));
        assertThat(Files.getLastModifiedTime(Path.of("/etc/passwd")).toInstant())
                .isAfter(Instant.ofEpochSecond(1));
        assertThat(readlink(posix.lookup(root, "m"))).isEqualTo("caf\uefe9");
        assertThat(errno(client.onNode("lookup", root, "{'name':'l'}"))).isEqualTo(EACCES);
    }

    @Test
    void linksThatCannotBeMadeAreRefused() throws IOException {
        Files.writeString(work.resolve("f"), "x");

        assertThat(errno(posix.onNode("symlink", root, "{'name':'f','target':'x'}")))
                .isEqualTo(EEXIST);
        assertThat(errno(posix.onNode("symlink", root, "{'name':'l','target':''}")))
                .isEqualTo(ENOENT);
        assertThat(errno(posix.onNode("symlink", root, "{'name':'l','target':'a\\u0000b'}")))
                .isEqualTo(EINVAL);
        assertThat(errno(posix.onNode("symlink", root, "{'name':'.spiderweb-sandbox','target':'x'}")))
                .isEqualTo(EACCES);
        assertThat(errno(posix.onNode("readlink", posix.lookup(root, "f"), "{}")))
                .isEqualTo(EINVAL);
        assertThat(errno(posix.onNode("symlink", posix.lookup(root, "f"), "{'name':'l','target':'x'}")))
                .isEqualTo(ENOTDIR);
    }

    @Test
    void aFileGetsASecondName() throws IOException {
        Files.createDirectory(work.resolve("d"));
        Files.writeString(work.resolve("f"), "x");
        long file = posix.lookup(root, "f");
        long directory = posix.lookup(root, "d");

        JsonNode attr = posix.ok(posix.onNode("link", file, "{'parent':" + directory + ",'name':'g'}"))
                .path("attr");

        assertThat(attr.path("n").intValue()).isEqualTo(2);
        assertThat(work.resolve("d/g")).hasContent("x");
        assertThat(posix.events()).containsExactly("dir " + directory, "node " + file + " attr");
        assertThat(errno(posix.onNode("link", file, "{'parent':" + directory + ",'name':'g'}")))
                .isEqualTo(EEXIST);
        assertThat(errno(posix.onNode("link", directory, "{'parent':" + root + ",'name':'e'}")))
                .isEqualTo(EPERM);
        posix.events();
        posix.ok(posix.onNode("unlink", root, "{'name':'f'}"));
        assertThat(posix.events()).containsExactly("dir " + root, "node " + file + " attr");
        assertThat(attr(posix, posix.lookup(directory, "g")).path("n").intValue())
                .isEqualTo(1);
    }

    @Test
    void aLinkSwappedInForAFileGivesNothingAway() throws IOException {
        Files.writeString(work.resolve("f"), "x");
        long file = posix.lookup(root, "f");
        Files.delete(work.resolve("f"));
        Files.createSymbolicLink(work.resolve("f"), Path.of("/etc/passwd"));

        assertThat(errno(posix.onNode("link", file, "{'parent':" + root + ",'name':'g'}")))
                .isEqualTo(ENOENT);
        assertThat(errno(posix.onNode("setattr", file, "{'mode':511}"))).isEqualTo(ENOENT);
        assertThat(posix.onNode("open", posix.lookup(root, "f"), "{}")
                        .path("error")
                        .path("errno")
                        .intValue())
                .isIn(ELOOP, 6);
    }

    @Test
    void renamingALinkKeepsItKnown() throws IOException {
        posix.ok(posix.onNode("symlink", root, "{'name':'l','target':'x'}"));
        long link = posix.lookup(root, "l");
        posix.events();

        posix.ok(posix.call(
                "rename", "", "{'old_parent':" + root + ",'old_name':'l','new_parent':" + root + ",'new_name':'m'}"));

        assertThat(readlink(link)).isEqualTo("x");
        assertThat(posix.events()).containsExactly("dir " + root, "node " + link + " all");
    }

    @Test
    void whatWasWrittenIsBroughtToTheDisk() throws IOException {
        long handle =
                posix.ok(posix.onNode("create", root, "{'name':'f'}")).path("h").longValue();
        posix.ok(posix.onHandle("write", handle, "{'data_b64':'eA=='}"));

        posix.ok(posix.onHandle("fsync", handle, "{}"));
        posix.ok(posix.onHandle("fsync", handle, "{'data_only':true}"));
        posix.ok(posix.onNode("fsyncdir", root, "{}"));

        assertThat(work.resolve("f")).hasContent("x");
        assertThat(errno(posix.onHandle("fsync", handle + 1, "{}"))).isEqualTo(EBADF);
        assertThat(errno(posix.onNode("fsyncdir", posix.lookup(root, "f"), "{}")))
                .isEqualTo(ENOTDIR);
    }

    @Test
    void extendedAttributesOfUsersAreServedAndNoOthers() throws IOException {
        Requirements.xattrs(work);
        Files.writeString(work.resolve("f"), "x");
        long file = client.lookup(root, "f");
        String value = Base64.getEncoder().encodeToString("v".getBytes(StandardCharsets.UTF_8));

        client.ok(client.onNode("setxattr", file, "{'name':'user.k','value_b64':'" + value + "'}"));
        assertThat(client.ok(client.onNode("getxattr", file, "{'name':'user.k'}"))
                        .path("value_b64")
                        .textValue())
                .isEqualTo(value);
        assertThat(client.ok(client.onNode("listxattr", file, "{}"))
                        .path("names")
                        .toString())
                .isEqualTo("[\"user.k\"]");
        client.ok(client.onNode("removexattr", file, "{'name':'user.k'}"));
        for (String name : List.of("security.capability", "trusted.x", "system.posix_acl_access", "k")) {
            assertThat(errno(client.onNode("setxattr", file, "{'name':'" + name + "','value_b64':''}")))
                    .as(name)
                    .isEqualTo(EOPNOTSUPP);
        }
        assertThat(errno(client.onNode("setxattr", file, "{'name':'user.k','value_b64':'','flags':4294967295}")))
                .isEqualTo(EINVAL);
    }

    private static JsonNode attr(TestClient client, long node) {
        return client.ok(client.onNode("getattr", node, "{}")).path("attr");
    }

    private String readlink(long link) {
        return posix.ok(posix.onNode("readlink", link, "{}")).path("target").textValue();
    }

    private List<String> names(TestClient client) {
        List<String> names = new ArrayList<>();
        client.ok(client.onNode("readdirp", root, "{}"))
                .path("ents")
                .forEach(entry -> names.add(entry.path("name").textValue()));
        return names;
    }

    private static Set<PosixFilePermission> permissions(String text) {
        return PosixFilePermissions.fromString(text);
    }
}
