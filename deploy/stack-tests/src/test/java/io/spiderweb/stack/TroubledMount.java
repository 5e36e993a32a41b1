package io.spiderweb.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A node and a mount of it, as processes, with a {@link ChaosProxy} between them. */
final class TroubledMount implements AutoCloseable {

    final ChaosProxy proxy;
    final Path exported;
    final Path mounted;
    private final Mountpoint mountpoint;
    private final ServiceProcess node;
    private final ServiceProcess mount;

    private TroubledMount(ChaosProxy proxy, Path exported, Path mountpoint, ServiceProcess node, ServiceProcess mount) {
        this.proxy = proxy;
        this.exported = exported;
        this.mountpoint = new Mountpoint(mountpoint);
        this.mounted = mountpoint.resolve("work");
        this.node = node;
        this.mount = mount;
    }

    /** @param timeoutSeconds how long an operation waits for the node */
    static TroubledMount start(Path directory, long seed, int timeoutSeconds) throws Exception {
        Checkout checkout = Checkout.find();
        Ports ports = Ports.free();
        Path exported = Files.createDirectories(directory.resolve("export"));
        Path mountpoint = Files.createDirectories(directory.resolve("mnt"));
        ServiceProcess node = ServiceProcess.start(
                "node",
                List.of(
                        checkout.launcher("spiderweb-fs-node").toString(),
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--port",
                        Integer.toString(ports.firstNode()),
                        "--metrics-port",
                        "0",
                        "--export",
                        "work=" + exported + ":rw"),
                Map.of(),
                directory.resolve("node.log"),
                ports.firstNode());
        node.awaitReady();
        ChaosProxy proxy = ChaosProxy.start(ports.firstNode(), seed);
        ServiceProcess mount = ServiceProcess.start(
                "mount",
                List.of(
                        checkout.launcher("spiderweb-fs-mount").toString(),
                        "--endpoint",
                        "work=ws://127.0.0.1:" + proxy.port() + "/v2/fs",
                        "--timeout",
                        Integer.toString(timeoutSeconds),
                        "mount",
                        "--metrics-port",
                        Integer.toString(ports.mountMetrics()),
                        mountpoint.toString()),
                Map.of(),
                directory.resolve("mount.log"),
                ports.mountMetrics());
        new Mountpoint(mountpoint).awaitMounted(mount);
        return new TroubledMount(proxy, exported, mountpoint, node, mount);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        mount.stop();
        mountpoint.release();
        proxy.close();
        node.stop();
    }
}
