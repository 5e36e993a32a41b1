package io.spiderweb.mount;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.mount.testing.FakeNode;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;

/** What the engine's tests share: nodes and a workspace over them, all closed afterwards. */
public abstract class MountTest {

    /** Short, so that a test of a limit ends soon; long enough for everything else on a busy machine. */
    protected static final Duration SHORT = Duration.ofMillis(700);

    protected final WsClient client = WsClient.create();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        client.close();
    }

    protected FakeNode node() {
        return opened(FakeNode.start());
    }

    protected FakeNode oldNode() {
        return opened(FakeNode.startOld());
    }

    protected Workspace workspace(String... endpoints) {
        return workspace(MountOptions.lasting(), endpoints);
    }

    protected Workspace workspace(MountOptions options, String... endpoints) {
        return opened(Workspace.open(
                client,
                options,
                Arrays.stream(endpoints).map(EndpointSpec::parse).toList()));
    }

    protected <T extends AutoCloseable> T opened(T closeable) {
        opened.add(closeable);
        return closeable;
    }

    protected static String text(Workspace workspace, String path) throws FsException {
        return new String(workspace.read(path, 1 << 20), UTF_8);
    }

    protected static void write(Workspace workspace, String path, String content) throws FsException {
        workspace.write(path, content.getBytes(UTF_8), Workspace.WriteMode.REPLACE, false);
    }

    protected static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::name).toList();
    }

    protected static AbstractThrowableAssert<?, ? extends Throwable> assertFails(Errno errno, ThrowingCallable call) {
        return Assertions.assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FsException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
