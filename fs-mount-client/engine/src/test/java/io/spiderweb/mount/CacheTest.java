package io.spiderweb.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.mount.testing.FakeNode.Fate;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What is asked once, and when it is asked again. */
class CacheTest extends MountTest {

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final FakeNode node = node().with("/dir/file", "hello");
    private final Workspace files = workspace("a=" + node.url());

    @Test
    void whatIsKnownIsNotAskedAgain() throws Exception {
        files.stat("/a/dir/file");
        files.list("/a/dir");
        assertFails(Errno.ENOENT, () -> files.stat("/a/dir/none"));
        int asked = requests();

        files.stat("/a/dir/file");
        files.list("/a/dir");
        assertFails(Errno.ENOENT, () -> files.stat("/a/dir/none"));
        assertThat(requests()).isEqualTo(asked);
    }

    @Test
    void aChangedFileIsAskedForAgain() throws Exception {
        assertThat(files.stat("/a/dir/file").size()).isEqualTo(5);
        node.with("/dir/file", "longer than before");
        node.announceFile("/dir/file");
        await().untilAsserted(() -> assertThat(files.stat("/a/dir/file").size()).isEqualTo(18));
        assertThat(files.list("/a/dir").getFirst().attr().size()).isEqualTo(18);
    }

    @Test
    void aNameThatDidNotExistIsFoundOnceItsDirectoryChanged() throws Exception {
        assertFails(Errno.ENOENT, () -> files.stat("/a/dir/new"));
        node.with("/dir/new", "x");
        assertFails(Errno.ENOENT, () -> files.stat("/a/dir/new"));
        node.announceDirectory("/dir");
        await().untilAsserted(() -> assertThat(files.stat("/a/dir/new").size()).isEqualTo(1));
    }

    @Test
    void ownChangesAreSeenAtOnce() throws Exception {
        assertFails(Errno.ENOENT, () -> files.stat("/a/dir/new"));
        assertThat(names(files.list("/a/dir"))).containsExactly("file");
        write(files, "/a/dir/new", "1234");
        assertThat(files.stat("/a/dir/new").size()).isEqualTo(4);
        assertThat(names(files.list("/a/dir"))).containsExactly("file", "new");
        files.unlink("/a/dir/new");
        assertFails(Errno.ENOENT, () -> files.stat("/a/dir/new"));
    }

    @Test
    void aReplyThatWasInFlightWhenItsObjectChangedIsUsedButNotKept() throws Exception {
        files.stat("/a/dir");
        node.script(request -> request instanceof FsRequest.Lookup ? new Fate.Hold() : null);
        var answer = CompletableFuture.supplyAsync(() -> size("/a/dir/file"), THREADS);
        await().until(() -> node.heldAnswers() == 1);

        // the node sends: the change, then the answer that was made before it
        node.unscripted();
        node.with("/dir/file", "longer than before");
        node.announceFile("/dir/file");
        node.release();

        assertThat(answer.get()).isEqualTo(5);
        assertThat(size("/a/dir/file")).isEqualTo(18);
    }

    @Test
    void aReplyThatWasInFlightWhenItsDirectoryChangedIsUsedButNotKept() throws Exception {
        node.script(request ->
                request instanceof FsRequest.Lookup lookup && lookup.name().equals("new") ? new Fate.Hold() : null);
        var absent = CompletableFuture.supplyAsync(() -> exists("/a/dir/new"), THREADS);
        await().until(() -> node.heldAnswers() == 1);

        node.unscripted();
        node.with("/dir/new", "x");
        node.announceDirectory("/dir");
        node.release();

        assertThat(absent.get()).isFalse();
        assertThat(exists("/a/dir/new")).isTrue();
    }

    @Test
    void missedEventsAreAskedForAndTheCacheStays() throws Exception {
        files.stat("/a/dir/file");
        int asked = node.received(FsRequest.Lookup.class).size();
        reconnect();

        files.stat("/a/dir/file");
        assertThat(node.received(FsRequest.Lookup.class)).hasSize(asked);
        assertThat(node.received(FsRequest.Hello.class).getLast().resume()).isEqualTo(new FsRequest.Position(1, 0));
    }

    @Test
    void aGapInTheEventsEmptiesTheCache() throws Exception {
        files.stat("/a/dir/file");
        node.withoutResume();
        node.with("/dir/file", "changed unheard");
        reconnect();
        assertThat(files.stat("/a/dir/file").size()).isEqualTo(15);
    }

    @Test
    void aNodeWithoutNumberedEventsIsBelievedForAMomentAndHeardOnAConnectionOfItsOwn() throws Exception {
        FakeNode old = oldNode().with("/f", "one");
        Workspace brief = workspace(
                new MountOptions(MountOptions.DEFAULT_PATIENCE, false, Duration.ZERO, false), "o=" + old.url());
        assertThat(brief.stat("/o/f").size()).isEqualTo(3);
        old.with("/f", "three");
        assertThat(brief.stat("/o/f").size()).isEqualTo(5);

        assertThat(old.received(FsRequest.Hello.class))
                .extracting(FsRequest.Hello::subscribeInvalidations)
                .containsExactly(true, false);

        Workspace lasting = workspace(
                new MountOptions(MountOptions.DEFAULT_PATIENCE, false, Duration.ofHours(1), false), "o=" + old.url());
        assertThat(lasting.stat("/o/f").size()).isEqualTo(5);
        old.with("/f", "seventh");
        old.announceFile("/f");
        await().untilAsserted(() -> assertThat(lasting.stat("/o/f").size()).isEqualTo(7));
    }

    @Test
    void losingTheEventsOfSuchANodeEmptiesTheCache() throws Exception {
        FakeNode old = oldNode().with("/f", "one");
        Workspace lasting = workspace(
                new MountOptions(MountOptions.DEFAULT_PATIENCE, false, Duration.ofHours(1), false), "o=" + old.url());
        lasting.stat("/o/f");
        old.with("/f", "three");
        old.cut();
        await().until(() -> old.received(FsRequest.Hello.class).size() == 4);
        assertThat(lasting.stat("/o/f").size()).isEqualTo(5);
    }

    @Test
    void aListingIsReadPageByPageToItsEnd() throws Exception {
        for (int i = 0; i < 9000; i++) {
            node.with("/many/" + i, "");
        }
        assertThat(files.list("/a/many")).hasSize(9000);
        assertThat(node.received(FsRequest.Readdirp.class))
                .extracting(FsRequest.Readdirp::cookie)
                .containsExactly(0L, 4096L, 8192L);
        assertThat(files.stat("/a/many/8999").size()).isZero();
    }

    private void reconnect() {
        int hellos = node.received(FsRequest.Hello.class).size();
        node.cut();
        await().until(() -> node.received(FsRequest.Hello.class).size() > hellos);
    }

    private int requests() {
        return node.received(FsRequest.class).size();
    }

    private long size(String path) {
        try {
            return files.stat(path).size();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean exists(String path) {
        try {
            files.stat(path);
            return true;
        } catch (java.io.IOException e) {
            return false;
        }
    }
}
