package io.spiderweb.stack;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One connection through a {@link ChaosProxy}. */
final class ChaosLink {

    private static final int PIECE = 16 << 10;
    private static final int PIECES_IN_FLIGHT = 1024;
    private static final Duration STALL_CHECK = Duration.ofMillis(20);

    /** @param due of {@link System#nanoTime()} */
    @SuppressWarnings("ArrayRecordComponent")
    private record Piece(byte[] bytes, long due) {}

    private final ChaosProxy proxy;
    private final Socket client;
    private final Socket node;
    private final AtomicLong left;
    private final Duration delay;

    ChaosLink(ChaosProxy proxy, Socket client, Socket node, long bytes, Duration delay) {
        this.proxy = proxy;
        this.client = client;
        this.node = node;
        this.left = new AtomicLong(bytes);
        this.delay = delay;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        node.setTcpNoDelay(true);
        pump(client, node);
        pump(node, client);
    }

    void cut() {
        proxy.ended(this);
        close(client);
        close(node);
    }

    private void pump(Socket from, Socket to) {
        BlockingQueue<Piece> flying = new ArrayBlockingQueue<>(PIECES_IN_FLIGHT);
        Thread writer = Thread.ofVirtual().start(() -> run(() -> write(flying, to)));
        Thread.ofVirtual().start(() -> {
            run(() -> read(from, flying));
            writer.interrupt();
        });
    }

    private void read(Socket from, BlockingQueue<Piece> flying) throws IOException, InterruptedException {
        byte[] buffer = new byte[PIECE];
        while (true) {
            while (proxy.isStalled() && !from.isClosed()) {
                Thread.sleep(STALL_CHECK);
            }
            int count = from.getInputStream().read(buffer);
            if (count < 0) {
                return;
            }
            byte[] bytes = new byte[count];
            System.arraycopy(buffer, 0, bytes, 0, count);
            flying.put(new Piece(bytes, System.nanoTime() + delay.toNanos()));
        }
    }

    private void write(BlockingQueue<Piece> flying, Socket to) throws IOException, InterruptedException {
        while (true) {
            Piece piece = flying.take();
            Thread.sleep(Duration.ofNanos(Math.max(0, piece.due - System.nanoTime())));
            long before = left.getAndAdd(-piece.bytes.length);
            int passing = (int) Math.clamp(before, 0, piece.bytes.length);
            to.getOutputStream().write(piece.bytes, 0, passing);
            if (passing < piece.bytes.length) {
                return;
            }
        }
    }

    private interface Half {
        void run() throws IOException, InterruptedException;
    }

    /** Whichever half ends first ends both. */
    private void run(Half half) {
        try {
            half.run();
        } catch (IOException | InterruptedException e) {
            // cut
        } finally {
            cut();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is closed enough
        }
    }
}
