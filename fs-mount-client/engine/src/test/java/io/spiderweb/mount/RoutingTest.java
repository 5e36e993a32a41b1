package io.spiderweb.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.mount.file.OpenFile;
import io.spiderweb.mount.file.OpenFlags;
import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.mount.testing.FakeNode.Fate;
import io.spiderweb.mount.tree.Inode;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.MountPath;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.FsRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many nodes as one tree, nodes that go away, and endpoints that change. */
class RoutingTest extends MountTest {

    @Test
    void directoriesAboveMountsExistAndCannotBeChanged() throws Exception {
        FakeNode node = node().with("/f", "x");
        Workspace files = workspace("a=" + node.url() + "@/v/deep/a", "b=" + node.url() + "@/v/b");
        assertThat(names(files.list("/"))).containsExactly("v");
        assertThat(names(files.list("/v"))).containsExactlyInAnyOrder("deep", "b");
        assertThat(text(files, "/v/deep/a/f")).isEqualTo("x");
        assertThat(files.stat("/v").mode()).isEqualTo(040755);
        assertThat(files.files().resolve("/v").inode()).isInstanceOf(Inode.Virtual.class);

        assertFails(Errno.ENOENT, () -> files.stat("/v/none"));
        assertFails(Errno.ENOENT, () -> files.stat("/none/f"));
        assertFails(Errno.EROFS, () -> write(files, "/v/f", "x"));
        assertFails(Errno.EBUSY, () -> files.rmdir("/v/b"));
        assertFails(Errno.EISDIR, () -> text(files, "/v"));
        await().untilAsserted(() -> assertThat(
                        files.files().statfs(files.files().resolve("/").inode()).blocks())
                .isEqualTo(2000));
    }

    @Test
    void theLongestMountServesAndIsListedInTheOuterOne() throws Exception {
        FakeNode outer = node().with("/f", "outer").with("/in/hidden", "x");
        FakeNode inner = node().with("/f", "inner");
        Workspace files = workspace("o=" + outer.url() + "@/", "i=" + inner.url() + "@/in");
        assertThat(text(files, "/f")).isEqualTo("outer");
        assertThat(text(files, "/in/f")).isEqualTo("inner");
        assertThat(names(files.list("/"))).containsExactlyInAnyOrder("f", "in");
        assertFails(Errno.ENOENT, () -> files.stat("/in/hidden"));
    }

    @Test
    void inodeNumbersAreStableAndDifferBetweenNodes() throws Exception {
        FakeNode one = node().with("/f", "x");
        FakeNode two = node().with("/f", "x");
        assertThat(one.id("/f")).isEqualTo(two.id("/f"));
        Workspace files = workspace("a=" + one.url(), "b=" + two.url());
        Workspace again = workspace("a=" + one.url(), "b=" + two.url());
        long number = files.files().resolve("/a/f").inode().number();
        assertThat(number)
                .isPositive()
                .isEqualTo(again.files().resolve("/a/f").inode().number())
                .isNotEqualTo(files.files().resolve("/b/f").inode().number());
    }

    @Test
    void aFileMovesToAnotherNodeAndReplacesWhatIsThere() throws Exception {
        FakeNode one = node().with("/f", "content").withDirectory("/d");
        FakeNode two = node().with("/f", "old");
        Workspace files = workspace("a=" + one.url(), "b=" + two.url());
        files.rename("/a/f", "/b/f");
        assertThat(two.text("/f")).isEqualTo("content");
        assertThat(one.exists("/f")).isFalse();
        assertThat(names(files.list("/b"))).containsExactly("f");
        assertFails(Errno.EXDEV, () -> files.rename("/a/d", "/b/d"));
    }

    @Test
    void aMoveThatFailsLeavesTheFileWhereItWas() throws Exception {
        FakeNode one = node().with("/f", "content");
        FakeNode two = node();
        two.script(request -> request instanceof FsRequest.Write ? new Fate.Fail(Errno.ENOSPC) : null);
        Workspace files = workspace("a=" + one.url(), "b=" + two.url());
        assertFails(Errno.ENOSPC, () -> files.rename("/a/f", "/b/f"));
        assertThat(one.text("/f")).isEqualTo("content");
        assertThat(files.list("/b")).isEmpty();
    }

    @Test
    void aNodeThatDiesAndComesBackIsUsedAgain() throws Exception {
        FakeNode node = node().with("/dir/f", "x");
        Workspace files = workspace("a=" + node.url());
        var inode = files.files().resolve("/a/dir/f").inode();
        node.stop();
        node.restart();
        // the new process has not heard of the old ids
        assertThat(files.files().attributes(inode).size()).isEqualTo(1);
        assertThat(text(files, "/a/dir/f")).isEqualTo("x");
    }

    @Test
    void anIdThatTheNodeForgotIsFoundByItsPath() throws Exception {
        FakeNode node = node().with("/dir/sub/f", "x");
        Workspace files = workspace("a=" + node.url());
        var directory = files.files().resolve("/a/dir/sub").inode();
        node.forgetIds();
        assertThat(files.files().lookup(directory, "f").attr().size()).isEqualTo(1);
        node.forgetIds();
        assertThat(names(files.files().list(directory))).containsExactly("f");
        node.forgetIds();
        files.files().mkdir(directory, "new", 0755);
        assertThat(node.exists("/dir/sub/new")).isTrue();
    }

    @Test
    void aNodeThatIsAwayCostsNoMoreThanThePatienceAndThenNothing() throws Exception {
        FakeNode node = node().with("/f", "x");
        Workspace files = workspace(MountOptions.lasting().withPatience(SHORT), "a=" + node.url());
        files.stat("/a/f");
        node.stop();
        long start = System.nanoTime();
        assertFails(Errno.ETIMEDOUT, () -> files.stat("/a/f"))
                .hasMessageContaining("/a/f")
                .hasMessageContaining("node a")
                .hasMessageContaining("cannot be reached");
        long waited = System.nanoTime() - start;
        assertThat(waited).isGreaterThan(SHORT.toNanos() / 2);
        // from now on it is known to be away, and does not hold up anybody
        start = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            assertFails(Errno.ETIMEDOUT, () -> files.stat("/a/f"));
        }
        assertThat(System.nanoTime() - start).isLessThan(10 * SHORT.toNanos());

        node.resume();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(files.stat("/a/f").size()).isEqualTo(1));
    }

    @Test
    void aNodeThatNeverAnswersCostsNoMoreThanThePatience() {
        FakeNode node = node().with("/f", "x");
        Workspace files = workspace(MountOptions.lasting().withPatience(SHORT), "a=" + node.url());
        node.script(request -> request instanceof FsRequest.Lookup ? new Fate.Ignore() : null);
        assertFails(Errno.ETIMEDOUT, () -> files.stat("/a/f")).hasMessageContaining("did not answer");
        node.script(request -> new Fate.Ignore());
        Workspace silent = workspace(MountOptions.lasting().withPatience(SHORT), "a=" + node.url());
        assertFails(Errno.ETIMEDOUT, () -> silent.stat("/a/f")).hasMessageContaining("does not answer");
    }

    @Test
    void oneDeadNodeDoesNotConcernAnother() throws Exception {
        FakeNode dead = node();
        dead.script(request -> new Fate.Ignore());
        FakeNode alive = node().with("/f", "x");
        Workspace files = workspace("d=" + dead.url(), "a=" + alive.url());
        assertThat(text(files, "/a/f")).isEqualTo("x");
        assertThat(names(files.list("/"))).containsExactlyInAnyOrder("d", "a");
    }

    @Test
    void aReplicaTakesOverAndStays() throws Exception {
        FakeNode first = node().with("/dir/f", "first");
        FakeNode second = node().with("/x", "").with("/dir/f", "second");
        Workspace files = workspace("one=" + first.url() + "@/m", "two=" + second.url() + "@/m");
        await().until(() -> files.status().endpoints().stream().allMatch(endpoint -> endpoint.healthy()));
        String serving = text(files, "/m/dir/f");
        FakeNode dying = serving.equals("first") ? first : second;
        String other = serving.equals("first") ? "second" : "first";
        var inode = files.files().resolve("/m/dir/f").inode();

        dying.stop();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(text(files, "/m/dir/f")).isEqualTo(other));
        assertThat(files.files().attributes(inode).size()).isEqualTo(other.length());
        assertThat(files.status().metrics().failoverEventsTotal()).isEqualTo(1);

        dying.restart();
        await().until(() -> files.status().endpoints().stream().allMatch(endpoint -> endpoint.healthy()));
        assertThat(text(files, "/m/dir/f")).isEqualTo(other);
        assertThat(files.status().metrics().failoverEventsTotal()).isEqualTo(1);
    }

    @Test
    void changedEndpointsLeaveTheOthersAlone() throws Exception {
        FakeNode stays = node().with("/f", "x");
        FakeNode goes = node().with("/g", "y");
        FakeNode comes = node().with("/h", "z");
        Workspace files = workspace("s=" + stays.url(), "g=" + goes.url());
        files.stat("/s/f");
        OpenFile open = files.files().open(files.files().resolve("/g/g").inode(), OpenFlags.READ_ONLY);

        files.updateEndpoints(List.of(
                EndpointSpec.parse("c=" + comes.url()),
                EndpointSpec.parse("s=" + stays.url()).withToken(new Secret("renewed"))));

        assertThat(names(files.list("/"))).containsExactlyInAnyOrder("c", "s");
        assertThat(text(files, "/c/h")).isEqualTo("z");
        assertThat(files.stat("/s/f").size()).isEqualTo(1);
        assertThat(stays.received(FsRequest.Hello.class)).hasSize(1);
        assertFails(Errno.ENOENT, () -> files.stat("/g/g"));

        // what is open stays open, and its connection goes with it
        assertThat(open.read(0, 10)).hasSize(1);
        open.close();
        await().until(() -> goes.connections() == 0);

        stays.cut();
        await().until(() -> stays.received(FsRequest.Hello.class).size() == 2);
        assertThat(stays.received(FsRequest.Hello.class).getLast().authToken()).isEqualTo(new Secret("renewed"));
    }

    @Test
    void oneCommandUsesOneConnectionAndGivesUpAtOnce() throws Exception {
        FakeNode used = node().with("/f", "x");
        FakeNode unused = node();
        FakeNode gone = node();
        gone.stop();
        Workspace files = workspace(
                MountOptions.forOneCommand(),
                "a=" + used.url(),
                "b=" + unused.url(),
                "c=" + gone.url(),
                "d=" + gone.url() + "@/m",
                "e=" + used.url() + "@/m");
        assertThat(text(files, "/a/f")).isEqualTo("x");
        assertThat(used.received(FsRequest.Hello.class))
                .extracting(FsRequest.Hello::subscribeInvalidations)
                .containsExactly(false);
        assertThat(unused.received(FsRequest.class)).isEmpty();
        assertFails(Errno.ETIMEDOUT, () -> files.stat("/c/f"))
                .hasMessageContaining("node c")
                .hasMessageContaining("refused");
        assertThat(text(files, "/m/f")).isEqualTo("x");
    }

    @Test
    void statusTellsWhatIsKnownOfEveryEndpoint() {
        FakeNode node = node();
        FakeNode gone = node();
        gone.stop();
        Workspace files = workspace(MountOptions.forOneCommand(), "a=" + node.url() + "#work", "b=" + gone.url());
        files.files().probe();
        var endpoints = files.status().endpoints();
        assertThat(endpoints.getFirst().healthy()).isTrue();
        assertThat(endpoints.getFirst().export()).isEqualTo("work");
        assertThat(endpoints.getFirst().root()).isEqualTo((1L << 48) | 2);
        assertThat(endpoints.getFirst().sourceKind()).isEqualTo("linux");
        assertThat(endpoints.getFirst().lastSuccessMs()).isPositive();
        assertThat(endpoints.getLast().healthy()).isFalse();
        assertThat(endpoints.getLast().consecutiveFailures()).isPositive();
        assertThat(endpoints.getLast().exportRo()).isNull();
        assertThat(endpoints.getLast().mountPath()).isEqualTo(MountPath.of("/b").text());
    }
}
