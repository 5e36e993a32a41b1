package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import io.spiderweb.transport.Outbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears of what, in which order ({@code spec fs-node 8}), and coming back with {@code events-1}. */
class EventsTest {

    private static final String FEATURES = ",'features':['events-1']";
    private static final int EEXIST = 17;

    @TempDir
    private Path work;

    private FsNode node;
    private TestClient client;
    private long root;

    @BeforeEach
    void serve() throws IOException {
        node = FsNode.open(
                List.of(new ExportSpec("work", work, false)),
                new Access.Anyone(),
                new NodeLimits(
                        10,
                        1000,
                        10,
                        NodeLimits.DEFAULT.handles(),
                        NodeLimits.DEFAULT.incoming(),
                        100_000,
                        NodeLimits.DEFAULT.hello()),
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
    void theOriginatorHearsOfItsChangesBeforeTheReply() {
        JsonNode created = client.ok(client.onNode("create", root, "{'name':'f'}"));
        long file = created.path("attr").path("id").longValue();
        assertThat(client.events()).containsExactly("dir " + root, "node " + file + " all");

        long h = created.path("h").longValue();
        client.ok(client.onHandle("write", h, "{'data_b64':'YQ=='}"));
        assertThat(client.events()).containsExactly("node " + file + " data");

        client.ok(client.onNode("truncate", file, "{'sz':0}"));
        assertThat(client.events()).containsExactly("node " + file + " all");

        client.ok(client.onNode("mkdir", root, "{'name':'d'}"));
        assertThat(client.events()).containsExactly("dir " + root);

        long dir = client.lookup(root, "d");
        client.ok(client.call(
                "rename", "", "{'old_parent':" + root + ",'old_name':'f','new_parent':" + dir + ",'new_name':'g'}"));
        assertThat(client.events()).containsExactly("dir " + root, "dir " + dir, "node " + file + " all");

        client.ok(client.onNode("unlink", dir, "{'name':'g'}"));
        assertThat(client.events()).containsExactly("dir " + dir);

        client.ok(client.onNode("rmdir", root, "{'name':'d'}"));
        assertThat(client.events()).containsExactly("dir " + root);
    }

    @Test
    void whatFailedIsNoEvent() throws IOException {
        Files.createFile(work.resolve("f"));

        assertThat(errno(client.onNode("create", root, "{'name':'f'}"))).isEqualTo(EEXIST);

        assertThat(client.events()).isEmpty();
    }

    @Test
    void subscribersHearOfOthersChangesAndNobodyElseDoes() {
        try (TestClient subscriber = TestClient.greeted(node, true);
                TestClient bystander = TestClient.greeted(node, false)) {
            client.ok(client.onNode("mkdir", root, "{'name':'d'}"));

            assertThat(subscriber.event()).isEqualTo("dir " + root);
            bystander.call("exports", "", "{}");
            assertThat(bystander.events()).isEmpty();
        }
    }

    @Test
    void numbersAreForThoseWhoAskedForThem() {
        try (TestClient modern = new TestClient(node)) {
            JsonNode hello = modern.ok(modern.hello(null, true, FEATURES));
            long seq = hello.path("seq").longValue();
            assertThat(hello.path("features").toString()).contains("events-1");
            assertThat(hello.path("epoch").longValue()).isPositive();

            client.ok(client.onNode("mkdir", root, "{'name':'d'}"));

            assertThat(modern.event()).isEqualTo("dir " + root + " #" + (seq + 1));
            assertThat(client.events()).containsExactly("dir " + root);
        }
    }

    @Test
    void whoComesBackGetsWhatItMissed() {
        TestClient modern = new TestClient(node);
        JsonNode hello = modern.ok(modern.hello(null, true, FEATURES));
        long epoch = hello.path("epoch").longValue();
        long seq = hello.path("seq").longValue();
        modern.close();
        client.ok(client.onNode("mkdir", root, "{'name':'1'}"));
        client.ok(client.onNode("mkdir", root, "{'name':'2'}"));

        try (TestClient again = new TestClient(node)) {
            JsonNode reply = again.ok(again.hello(null, true, FEATURES + resume(epoch, seq)));

            assertThat(reply.path("resumed").booleanValue()).isTrue();
            assertThat(again.event()).isEqualTo("dir " + root + " #" + (seq + 1));
            assertThat(again.event()).isEqualTo("dir " + root + " #" + (seq + 2));
        }
    }

    @Test
    void whoMissedMoreThanIsKeptIsTold() {
        try (TestClient modern = new TestClient(node)) {
            JsonNode hello = modern.ok(modern.hello(null, true, FEATURES));
            long epoch = hello.path("epoch").longValue();
            long seq = hello.path("seq").longValue();
            for (int i = 0; i < 11; i++) {
                client.ok(client.onNode("mkdir", root, "{'name':'" + i + "'}"));
            }

            assertThat(resumed(epoch, seq)).isFalse();
            assertThat(resumed(epoch, latest())).isTrue();
            assertThat(resumed(epoch + 1, latest())).isFalse();
            assertThat(resumed(epoch, latest() + 100)).isFalse();
        }
    }

    /** A change may be announced twice, where the kernel's time stamps are coarse: so it is asked, not counted. */
    private long latest() {
        try (TestClient now = new TestClient(node)) {
            return now.ok(now.hello(null, true, FEATURES)).path("seq").longValue();
        }
    }

    private boolean resumed(long epoch, long seq) {
        try (TestClient again = new TestClient(node)) {
            JsonNode reply = again.ok(again.hello(null, true, FEATURES + resume(epoch, seq)));
            assertThat(reply.has("resumed")).isTrue();
            return reply.path("resumed").booleanValue();
        }
    }

    private static String resume(long epoch, long seq) {
        return ",'resume':{'epoch':" + epoch + ",'seq':" + seq + "}";
    }

    @Test
    void aSubscriberThatNeverReadsIsDroppedAndOthersGoOn() {
        AtomicInteger closeCode = new AtomicInteger();
        NodeConnection stuck = node.accept(
                new Outbox.Sink() {
                    @Override
                    public CompletionStage<Void> send(String frame) {
                        return new CompletableFuture<>();
                    }

                    @Override
                    public void close(int code, String reason) {
                        closeCode.set(code);
                    }
                },
                "stuck");
        stuck.receive(TestClient.request(
                1, "hello", "", "{'protocol':'unified-v2-fs','proto':2,'subscribe_invalidations':true}"));
        JsonNode created = client.ok(client.onNode("create", root, "{'name':'f'}"));
        long h = created.path("h").longValue();

        for (int i = 0; i < 20_000 && closeCode.get() == 0; i++) {
            client.ok(client.onHandle("write", h, "{'data_b64':'YQ=='}"));
        }

        assertThat(closeCode).hasValue(1008);
        client.ok(client.onHandle("close", h, "{}"));
        stuck.close();
    }
}
