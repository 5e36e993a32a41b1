package io.spiderweb.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.node.access.Access;
import io.spiderweb.node.export.ExportSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends, it gets exactly one answer or the end of the connection ({@code spec fs-node 1.5, 16}). */
class HostileFramesTest {

    private static final int FRAMES = 20_000;

    /** Tag of the request after each hostile one. */
    private static final int NEXT = 123_456_789;

    private static final String[] VALUES = {
        "-1", "0", "1", "1.5", "1e3", "9223372036854775807", "9223372036854775808", "null", "true", "\"\"", "\"..\"",
        "\"f\"", "\"d\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "{\"a\":1}", "\"QQ==\"", "\"*\"", "4294967296",
                "577"
    };

    private static final String[] OPERATIONS = {
        "hello",
        "exports",
        "lookup",
        "getattr",
        "readdirp",
        "symlink",
        "setxattr",
        "getxattr",
        "listxattr",
        "removexattr",
        "open",
        "read",
        "close",
        "lock",
        "create",
        "write",
        "truncate",
        "unlink",
        "mkdir",
        "rmdir",
        "rename",
        "statfs",
        "readlink",
        "link",
        "setattr",
        "fsync",
        "fsyncdir",
        "chmod"
    };

    private static final String[] MEMBERS = {
        "name",
        "cookie",
        "max",
        "flags",
        "off",
        "len",
        "data_b64",
        "sz",
        "mode",
        "old_parent",
        "old_name",
        "new_parent",
        "new_name",
        "kind",
        "wait",
        "protocol",
        "proto",
        "resume",
        "features",
        "target",
        "parent",
        "uid",
        "at",
        "value_b64",
        "data_only"
    };

    @TempDir
    private Path work;

    @Test
    void everyFrameHasOneAnswer() throws IOException {
        Files.writeString(work.resolve("f"), "content");
        Files.createDirectory(work.resolve("d"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        var spec = new ExportSpec("work", work, false);
        try (FsNode node = FsNode.open(List.of(spec), new Access.Anyone(), NodeLimits.DEFAULT, NodeObserver.NONE)) {
            TestClient client = TestClient.greeted(node, false);
            long root = client.root("work");
            for (int i = 0; i < FRAMES; i++) {
                String frame = mutated(random, request(random, root));
                client.send(frame);
                client.send(TestClient.request(NEXT, "exports", "", "{}"));
                List<String> answers = answers(client);
                assertThat(answers.getFirst())
                        .describedAs("seed %d: %s", seed, frame)
                        .doesNotContain("internal error");
                assertThat(answers).describedAs("seed %d: %s", seed, frame).hasSize(2);
                if (answers.getLast().equals(TestClient.CLOSED)) {
                    client.close();
                    client = TestClient.greeted(node, false);
                }
            }
            client.close();
        }
    }

    /** Up to the reply of the request that follows, or the end. */
    private static List<String> answers(TestClient client) {
        List<String> answers = new ArrayList<>();
        String frame;
        do {
            frame = client.next();
            if (!frame.contains("acheron.e_fs_")) {
                answers.add(frame);
            }
        } while (!frame.equals(TestClient.CLOSED) && !frame.contains("\"tag\":" + NEXT));
        return answers;
    }

    private static String request(Random random, long root) {
        StringBuilder frame = new StringBuilder("{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_")
                .append(pick(random, OPERATIONS))
                .append("\",\"tag\":7,\"node\":")
                .append(random.nextInt(4) == 0 ? pick(random, VALUES) : Long.toString(root))
                .append(",\"h\":")
                .append(pick(random, VALUES))
                .append(",\"payload\":{");
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
            frame.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(pick(random, MEMBERS))
                    .append("\":")
                    .append(pick(random, VALUES));
        }
        return frame.append("}}").toString();
    }

    private static String mutated(Random random, String frame) {
        if (random.nextInt(3) > 0) {
            return frame;
        }
        int at = random.nextInt(frame.length());
        return switch (random.nextInt(3)) {
            case 0 -> frame.substring(0, at);
            case 1 -> frame.substring(0, at) + (char) random.nextInt(0x250) + frame.substring(at + 1);
            default -> frame.substring(0, at) + frame.substring(random.nextInt(frame.length()));
        };
    }

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }
}
