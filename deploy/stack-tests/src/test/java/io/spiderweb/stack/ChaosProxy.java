package io.spiderweb.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback with the troubles of a real network: it delays, cuts each connection in the midst of whatever passes
 * then, stops reading, or accepts and says nothing. What is random follows from one seed.
 */
final class ChaosProxy implements AutoCloseable {

    /** After how many bytes, of both directions together, a connection is cut. */
    record Cuts(int min, int max) {
        static final Cuts NONE = new Cuts(Integer.MAX_VALUE - 1, Integer.MAX_VALUE);
    }

    private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final List<Integer> targets;
    private final Random random;
    private final Set<ChaosLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Cuts cuts = Cuts.NONE;
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean stalled;

    private ChaosProxy(List<Integer> targets, long seed) throws IOException {
        this.targets = targets;
        this.random = new Random(seed);
    }

    static ChaosProxy start(int target, long seed) throws IOException {
        return balance(List.of(target), seed);
    }

    /** In front of several servers: each connection goes to the next one that takes it. */
    static ChaosProxy balance(List<Integer> targets, long seed) throws IOException {
        ChaosProxy proxy = new ChaosProxy(targets, seed);
        Thread.ofVirtual().name("chaos proxy").start(proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    /** How many connections there have been. */
    int accepted() {
        return accepted.get();
    }

    /** Of connections that begin from now on. */
    void cut(Cuts newCuts) {
        cuts = newCuts;
    }

    /** Each way, of connections that begin from now on. */
    void delay(Duration oneWay) {
        delay = oneWay;
    }

    /** While it is stalled nothing is read from anybody; connections can be made, and nobody answers on them. */
    void stall(boolean now) {
        stalled = now;
    }

    boolean isStalled() {
        return stalled;
    }

    /** No more trouble; every connection is a new one. */
    void calm() {
        cuts = Cuts.NONE;
        delay = Duration.ZERO;
        stalled = false;
        cutAll();
    }

    void cutAll() {
        links.forEach(ChaosLink::cut);
    }

    void ended(ChaosLink link) {
        links.remove(link);
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutAll();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                accepted.incrementAndGet();
                connect(client);
            } catch (IOException e) {
                // it was closed, or the target is away: the client sees its connection closed
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket node;
        try {
            node = reach();
        } catch (IOException e) {
            client.close();
            throw e;
        }
        ChaosLink link = new ChaosLink(this, client, node, random.nextInt(cuts.min, cuts.max), delay);
        links.add(link);
        link.start();
    }

    private Socket reach() throws IOException {
        IOException failure = new IOException("no target");
        for (int attempt = 0; attempt < targets.size(); attempt++) {
            try {
                return new Socket(
                        InetAddress.getLoopbackAddress(), targets.get((accepted.get() + attempt) % targets.size()));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }
}
