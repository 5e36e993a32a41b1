package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.fs.FsToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and to what ({@code spec fs-node 2.4, 3, 10.2}). */
class HelloTest {

    private static final Secret NODE_SECRET = new Secret("secret-1");
    private static final int ENOENT = 2;
    private static final int EBADF = 9;
    private static final int EINVAL = 22;
    private static final int EROFS = 30;

    @TempDir
    private Path directory;

    private FsNode node;

    @BeforeEach
    void serve() throws IOException {
        Files.createDirectory(directory.resolve("one"));
        Files.createDirectory(directory.resolve("two"));
        node = FsNode.open(
                List.of(
                        new ExportSpec("one", directory.resolve("one"), false),
                        new ExportSpec("two", directory.resolve("two"), false)),
                new Access.Paired("node-1", NODE_SECRET),
                NodeLimits.DEFAULT,
                NodeObserver.NONE);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void theNodeSecretOpensEverything() {
        try (TestClient client = new TestClient(node)) {
            client.ok(client.hello(NODE_SECRET.reveal(), false, ""));

            assertThat(client.root("one")).isNotEqualTo(client.root("two"));
        }
    }

    @Test
    void aGrantOpensItsExportAndHidesTheOthers() {
        try (TestClient client = new TestClient(node);
                TestClient all = new TestClient(node)) {
            all.ok(all.hello(NODE_SECRET.reveal(), false, ""));
            client.ok(client.hello(token("node-1", "two", false, 60_000), true, ""));

            assertThat(client.ok(client.call("exports", "", "{}")).path("exports"))
                    .hasSize(1);
            client.ok(client.onNode("mkdir", client.root("two"), "{'name':'d'}"));
            assertThat(errno(client.onNode("getattr", all.root("one"), "{}"))).isEqualTo(ENOENT);
            client.events();
            all.ok(all.onNode("mkdir", all.root("one"), "{'name':'d'}"));
            client.call("exports", "", "{}");
            assertThat(client.events()).isEmpty();
        }
    }

    @Test
    void aReadOnlyGrantChangesNothing() {
        try (TestClient client = new TestClient(node)) {
            client.ok(client.hello(token("node-1", "one", true, 60_000), false, ""));

            assertThat(errno(client.onNode("mkdir", client.root("one"), "{'name':'d'}")))
                    .isEqualTo(EROFS);
            assertThat(client.ok(client.call("exports", "", "{}"))
                            .path("exports")
                            .path(0)
                            .path("ro")
                            .booleanValue())
                    .isTrue();
        }
    }

    @Test
    void aHandleIsOfNoUseToAnotherHolder() {
        try (TestClient owner = new TestClient(node);
                TestClient thief = new TestClient(node)) {
            owner.ok(owner.hello(NODE_SECRET.reveal(), false, ""));
            thief.ok(thief.hello(token("node-1", "one", false, 60_000), false, ""));
            long h = owner.ok(owner.onNode("create", owner.root("one"), "{'name':'f'}"))
                    .path("h")
                    .longValue();

            assertThat(errno(thief.onHandle("read", h, "{}"))).isEqualTo(EBADF);
            assertThat(errno(thief.onHandle("close", h, "{}"))).isEqualTo(EBADF);
            owner.ok(owner.onHandle("read", h, "{}"));
        }
    }

    @Test
    void whatIsNotAGrantOfThisNodeIsRefusedAndTheConnectionEnds() {
        refused("wrong");
        refused("swfs_e30.AAAA");
        refused(token("node-2", "one", false, 60_000));
        refused(token("node-1", "one", false, -1));
        refused(new FsToken("node-1", "one", false, "p", System.currentTimeMillis() + 60_000)
                .signedWith(new Secret("another"))
                .reveal());
        refused(null);
    }

    private void refused(@Nullable String token) {
        try (TestClient client = new TestClient(node)) {
            assertThat(errno(client.hello(token, false, ""))).isEqualTo(EINVAL);
            assertThat(client.next()).isEqualTo(TestClient.CLOSED);
        }
    }

    @Test
    void nobodyIsLetInBeforeTheNodeHasASecret() {
        node.setAccess(new Access.NotYet("not paired yet"));
        refused(NODE_SECRET.reveal());

        node.setAccess(new Access.OneToken(new Secret("t")));
        refused(NODE_SECRET.reveal());
        try (TestClient client = new TestClient(node)) {
            client.ok(client.hello("t", false, ""));
        }
    }

    @Test
    void helloMayBeRepeatedAndIsCheckedEachTime() {
        try (TestClient client = new TestClient(node)) {
            client.ok(client.hello(NODE_SECRET.reveal(), false, ""));
            client.ok(client.hello(NODE_SECRET.reveal(), false, ""));
            assertThat(errno(client.hello("wrong", false, ""))).isEqualTo(EINVAL);
            assertThat(client.next()).isEqualTo(TestClient.CLOSED);
        }
    }

    @Test
    void limitsAreToldInHello() {
        try (TestClient client = new TestClient(node)) {
            var hello = client.ok(client.hello(NODE_SECRET.reveal(), false, ""));
            assertThat(hello.path("max_inflight").intValue()).isPositive();
            assertThat(hello.path("max_inflight_bytes").intValue()).isPositive();
        }
    }

    @Test
    void whoSaysNoHelloInTimeIsDisconnected() throws IOException {
        NodeLimits impatient = new NodeLimits(
                10,
                1000,
                10,
                NodeLimits.DEFAULT.handles(),
                NodeLimits.DEFAULT.incoming(),
                NodeLimits.DEFAULT.outgoing(),
                Duration.ofMillis(50));
        var spec = new ExportSpec("one", directory.resolve("one"), false);
        try (FsNode hasty = FsNode.open(List.of(spec), new Access.Anyone(), impatient, NodeObserver.NONE);
                TestClient silent = new TestClient(hasty)) {
            assertThat(silent.next()).isEqualTo(TestClient.CLOSED);
        }
    }

    private static String token(String nodeId, String export, boolean readOnly, long validMs) {
        return new FsToken(nodeId, export, readOnly, "proj-1", System.currentTimeMillis() + validMs)
                .signedWith(NODE_SECRET)
                .reveal();
    }
}
