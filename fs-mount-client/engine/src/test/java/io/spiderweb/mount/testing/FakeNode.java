package io.spiderweb.mount.testing;

import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsFailure;
import io.spiderweb.wire.fs.FsFrame;
import io.spiderweb.wire.fs.FsOperation;
import io.spiderweb.wire.fs.FsProtocol;
import io.spiderweb.wire.fs.FsReply;
import io.spiderweb.wire.fs.FsRequest;
import io.spiderweb.wire.fs.RetryId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A node that speaks the file protocol over a real WebSocket and keeps its files in memory. A test can hold back answers, fail
 * requests, send events, cut connections and restart it.
 */
public final class FakeNode implements AutoCloseable {

    /** What becomes of a request instead of its normal answer. */
    public sealed interface Fate {

        record Fail(Errno errno) implements Fate {}

        /** Carried out, but the answer is held back until {@link FakeNode#release}. */
        record Hold() implements Fate {}

        /** Neither carried out nor answered. */
        record Ignore() implements Fate {}

        /** Answered with this. */
        record Answer(FsReply reply) implements Fate {}

        /** The connection is cut instead. */
        record Cut() implements Fate {}

        /** Carried out, but the connection is cut instead of the answer. */
        record Lose() implements Fate {}
    }

    private final Vertx vertx = Vertx.vertx();
    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryFiles files = new MemoryFiles();
    private final List<FsRequest> received = new CopyOnWriteArrayList<>();
    private final List<ServerWebSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private Function<FsRequest, @Nullable Fate> script = request -> null;
    private final boolean modern;
    private boolean posix;
    private boolean readOnly;
    private boolean resumes = true;
    private boolean retries = true;
    private final List<RetryId> retryIds = new CopyOnWriteArrayList<>();
    private final Map<ServerWebSocket, String> clientIds = new ConcurrentHashMap<>();
    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private @Nullable String token;
    private long epoch = 1;
    private long seq;
    private int port;
    private @Nullable HttpServer server;

    private FakeNode(boolean modern) {
        this.modern = modern;
    }

    /** A node with {@code events-1}. */
    public static FakeNode start() {
        FakeNode node = new FakeNode(true);
        node.listen();
        return node;
    }

    /** A node as the reference is: no features, no numbers on events, O_APPEND and O_TRUNC ignored. */
    public static FakeNode startOld() {
        FakeNode node = new FakeNode(false);
        node.listen();
        return node;
    }

    public String url() {
        return "ws://127.0.0.1:" + port + "/v2/fs";
    }

    public FakeNode with(String path, String content) {
        return locked(() -> {
            files.put(path, content.getBytes(StandardCharsets.UTF_8));
            return this;
        });
    }

    /** Another file, with another id, takes a file's place. */
    public void replace(String path, String content) {
        locked(() -> {
            files.forget(path);
            return with(path, content);
        });
    }

    public FakeNode withDirectory(String path) {
        return locked(() -> {
            files.putDirectory(path);
            return this;
        });
    }

    public FakeNode readOnly() {
        readOnly = true;
        return this;
    }

    /** A node with {@code posix-1} too. */
    public FakeNode posix() {
        posix = true;
        return this;
    }

    public FakeNode requiring(String newToken) {
        token = newToken;
        return this;
    }

    /** A node that cannot send missed events again. */
    public FakeNode withoutResume() {
        resumes = false;
        return this;
    }

    /** A node with {@code events-1}, but without {@code retry-1}. */
    public FakeNode withoutRetry() {
        retries = false;
        return this;
    }

    /** The ids of changes so far, in the order in which they came. */
    public List<RetryId> retryIds() {
        return retryIds;
    }

    /** What happens to the next request of a kind. */
    public void next(Class<? extends FsRequest> type, Fate fate) {
        AtomicBoolean done = new AtomicBoolean();
        script(request -> type.isInstance(request) && !done.getAndSet(true) ? fate : null);
    }

    /** What happens to requests from now on; null is the normal answer. */
    public void script(Function<FsRequest, @Nullable Fate> newScript) {
        locked(() -> script = newScript);
    }

    public void unscripted() {
        script(request -> null);
    }

    public byte[] content(String path) {
        return locked(() -> files.content(path));
    }

    public String text(String path) {
        return new String(content(path), StandardCharsets.UTF_8);
    }

    public boolean exists(String path) {
        return locked(() -> files.exists(path));
    }

    public long id(String path) {
        return locked(() -> files.id(path));
    }

    public int openHandles() {
        return locked(files::openHandles);
    }

    /** As a node does whose table of ids is full. */
    public void forgetIds() {
        locked(() -> {
            files.forgetIds();
            return null;
        });
    }

    public void forgetHandles() {
        locked(() -> {
            files.forgetHandles();
            return null;
        });
    }

    /** All requests of one kind so far. */
    public <T extends FsRequest> List<T> received(Class<T> type) {
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public int connections() {
        return sockets.size();
    }

    /** Tells every connection that something changed. */
    public void announce(Function<Long, FsEvent> event) {
        locked(() -> {
            String frame = FsCodec.encode(event.apply(modern ? ++seq : null));
            sockets.forEach(socket -> socket.writeTextMessage(frame));
            return null;
        });
    }

    public void announceDirectory(String path) {
        long id = path.equals("/") ? MemoryFiles.ROOT : id(path);
        announce(number -> new FsEvent.InvalDir(id, null, number));
    }

    public void announceFile(String path) {
        long id = id(path);
        announce(number -> new FsEvent.Inval(id, FsEvent.What.ALL, null, number));
    }

    public int heldAnswers() {
        return locked(held::size);
    }

    /** Sends the answers that were held back. */
    public void release() {
        locked(() -> {
            held.forEach(Runnable::run);
            held.clear();
            return null;
        });
    }

    /** Breaks every connection; the process goes on. */
    public void cut() {
        sockets.forEach(socket -> socket.close());
    }

    /** Stops to listen, as a node that was killed. */
    public void stop() {
        HttpServer running = server;
        if (running != null) {
            server = null;
            await(running.close());
            cut();
        }
    }

    /** Comes back as another process with the same files, at the same address. */
    public void restart() {
        locked(() -> {
            files.restart();
            outcomes.clear();
            epoch++;
            seq = 0;
            return null;
        });
        listen();
    }

    /** Listens again as the same process. */
    public void resume() {
        listen();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private void listen() {
        HttpServer starting = vertx.createHttpServer(new HttpServerOptions()
                        .setMaxWebSocketFrameSize(FsProtocol.MAX_FRAME)
                        .setMaxWebSocketMessageSize(FsProtocol.MAX_FRAME))
                .webSocketHandler(this::serve);
        // a client that tries to come back may hold the very port for a moment
        Awaitility.await().ignoreExceptions().until(() -> await(starting.listen(port, "127.0.0.1")));
        port = starting.actualPort();
        server = starting;
    }

    private void serve(ServerWebSocket socket) {
        socket.closeHandler(nothing -> sockets.remove(socket));
        socket.textMessageHandler(text -> locked(() -> {
            handle(socket, text);
            return null;
        }));
    }

    private void handle(ServerWebSocket socket, String text) {
        if (!(FsCodec.decodeRequest(text) instanceof Decoded.Ok<FsFrame.Request, FsFailure>(FsFrame.Request frame))) {
            throw new AssertionError("the client sent " + text);
        }
        received.add(frame.request());
        Fate fate = script.apply(frame.request());
        switch (fate) {
            case null -> answer(socket, frame);
            case Fate.Fail(Errno errno) -> fail(socket, frame.tag(), errno, "scripted");
            case Fate.Hold() -> {
                String answer = answerOf(socket, frame);
                held.add(() -> socket.writeTextMessage(answer));
            }
            case Fate.Ignore() -> {}
            case Fate.Answer(FsReply reply) ->
                socket.writeTextMessage(FsCodec.encode(frame.tag(), FsOperation.of(frame.request()), reply));
            case Fate.Cut() -> socket.close();
            case Fate.Lose() -> {
                String unused = answerOf(socket, frame);
                socket.close();
            }
        }
    }

    private void answer(ServerWebSocket socket, FsFrame.Request frame) {
        String answer = answerOf(socket, frame);
        events(frame.request()).forEach(event -> socket.writeTextMessage(FsCodec.encode(event)));
        socket.writeTextMessage(answer);
    }

    private String answerOf(ServerWebSocket socket, FsFrame.Request frame) {
        try {
            FsReply reply =
                    frame.request() instanceof FsRequest.Hello hello ? hello(socket, hello) : reply(socket, frame);
            return FsCodec.encode(frame.tag(), FsOperation.of(frame.request()), reply);
        } catch (FsException e) {
            return FsCodec.encode(FsFailure.of(frame.tag(), e.errno(), String.valueOf(e.getMessage())));
        }
    }

    /** One of the two. */
    private record Outcome(
            @Nullable FsReply reply, @Nullable FsException failure) {}

    private FsReply reply(ServerWebSocket socket, FsFrame.Request frame) throws FsException {
        RetryId id = frame.retry();
        if (id == null) {
            return files.answer(frame.request(), readOnly);
        }
        retryIds.add(id);
        Outcome outcome = outcomes.computeIfAbsent(clientIds.get(socket) + "/" + id.rid(), key -> {
            try {
                return new Outcome(files.answer(frame.request(), readOnly), null);
            } catch (FsException e) {
                return new Outcome(null, e);
            }
        });
        if (outcome.failure != null) {
            throw outcome.failure;
        }
        return Objects.requireNonNull(outcome.reply);
    }

    private FsReply hello(ServerWebSocket socket, FsRequest.Hello hello) throws FsException {
        if (token != null
                && (hello.authToken() == null || !hello.authToken().reveal().equals(token))) {
            throw new FsException(Errno.EINVAL, "AuthFailed");
        }
        if (!sockets.contains(socket)) {
            sockets.add(socket);
        }
        if (hello.clientId() != null) {
            clientIds.put(socket, hello.clientId());
        }
        boolean resumed = modern
                && resumes
                && hello.resume() != null
                && hello.resume().epoch() == epoch
                && hello.resume().seq() == seq;
        return new FsReply.Hello(
                FsProtocol.NAME,
                FsProtocol.VERSION,
                new FsReply.NodeInfo("fake", "linux", "1"),
                new FsReply.NodeCaps(true, false, false, false, true, 1 << 20, 1 << 20),
                modern ? features() : null,
                modern ? epoch : null,
                modern ? seq : null,
                modern && hello.resume() != null ? resumed : null,
                modern && retries ? epoch : null,
                null,
                null);
    }

    private List<String> features() {
        List<String> features = new ArrayList<>(List.of(FsProtocol.EVENTS_1));
        if (posix) {
            features.add(FsProtocol.POSIX_1);
        }
        if (retries) {
            features.add(FsProtocol.RETRY_1);
        }
        return features;
    }

    // a node announces a connection's own changes to it, before the answer (spec fs-node 8.2)
    private List<FsEvent> events(FsRequest request) {
        return switch (request) {
            case FsRequest.Create create -> List.of(changed(create.node()));
            case FsRequest.Mkdir mkdir -> List.of(changed(mkdir.node()));
            case FsRequest.Unlink unlink -> List.of(changed(unlink.node()));
            case FsRequest.Rmdir rmdir -> List.of(changed(rmdir.node()));
            case FsRequest.Rename rename -> List.of(changed(rename.oldParent()), changed(rename.newParent()));
            case FsRequest.Symlink symlink -> List.of(changed(symlink.node()));
            case FsRequest.Link link -> List.of(changed(link.parent()));
            case FsRequest.Setattr setattr ->
                List.of(new FsEvent.Inval(setattr.node(), FsEvent.What.ATTR, null, number()));
            case FsRequest.Truncate truncate ->
                List.of(new FsEvent.Inval(truncate.node(), FsEvent.What.ALL, null, number()));
            default -> List.of();
        };
    }

    private FsEvent changed(long directory) {
        return new FsEvent.InvalDir(directory, null, number());
    }

    private @Nullable Long number() {
        return modern ? ++seq : null;
    }

    private void fail(ServerWebSocket socket, long tag, Errno errno, String message) {
        socket.writeTextMessage(FsCodec.encode(FsFailure.of(tag, errno, message)));
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static boolean await(Future<?> future) {
        future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return true;
    }
}
