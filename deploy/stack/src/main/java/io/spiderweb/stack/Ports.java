package io.spiderweb.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Where the parts of one stack listen, all on loopback. The metrics listeners carry the probes of those without another port. */
public record Ports(int gateway, int controlPlane, int firstNode, int secondNode, int mountMetrics) {

    /** @param offset added to every default, to run beside another stack */
    public static Ports standard(int offset) {
        return new Ports(18790 + offset, 18792 + offset, 18891 + offset, 18892 + offset, 18799 + offset);
    }

    public static Ports free() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports =
                    sockets.stream().map(ServerSocket::getLocalPort).toList();
            return new Ports(ports.get(0), ports.get(1), ports.get(2), ports.get(3), ports.get(4));
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    public String gatewayUrl() {
        return "ws://127.0.0.1:" + gateway + "/";
    }

    public String controlUrl() {
        return "ws://127.0.0.1:" + controlPlane + "/";
    }
}
