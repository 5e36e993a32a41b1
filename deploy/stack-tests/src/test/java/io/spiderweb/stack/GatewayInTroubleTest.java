package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spiderweb.stack.ChaosProxy.Cuts;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.ControlException;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ConnectionReply;
import io.spiderweb.wire.control.ConnectionRequest;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ProjectReply;
import io.spiderweb.wire.control.ProjectRequest;
import io.spiderweb.wire.control.TopologyEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of a gateway whose way to the control plane is in trouble: its own connection stays. */
@Timeout(300)
class GatewayInTroubleTest {

    private static final Duration RECOVERY = Duration.ofSeconds(60);
    private static final int OPERATIONS = 60;

    @TempDir
    Path directory;

    private final Queue<TopologyEvent> events = new ConcurrentLinkedQueue<>();
    private final WsClient client = WsClient.create();
    private Stack stack;
    private ChaosProxy proxy;
    private ServiceProcess gateway;

    @BeforeEach
    void start() throws Exception {
        stack = Stack.in(Checkout.find(), directory.resolve("data"), Ports.free());
        stack.startControlPlane();
        proxy = ChaosProxy.start(stack.ports().controlPlane(), 1);
        gateway = ServiceProcess.start(
                "gateway",
                List.of(
                        Checkout.find().launcher("spiderweb").toString(),
                        "--data-dir",
                        stack.dataDir().toString(),
                        "--port",
                        Integer.toString(stack.ports().gateway()),
                        "--metrics-port",
                        "0",
                        "--control-url",
                        "ws://127.0.0.1:" + proxy.port() + "/"),
                Map.of(),
                directory.resolve("gateway.log"),
                stack.ports().gateway());
        gateway.awaitReady();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.stop();
        proxy.close();
        stack.close();
    }

    @Test
    void operationsFailWithAReasonNothingAcknowledgedIsLostAndNewsGoOn() throws Exception {
        try (ControlConnection control = connect()) {
            control.call(
                    ControlOperation.DEBUG_SUBSCRIBE,
                    new ConnectionRequest.DebugSubscribe(),
                    ConnectionReply.Subscription.class);
            proxy.cut(new Cuts(2_000, 20_000));
            proxy.cutAll();
            List<String> acknowledged = new ArrayList<>();
            int failed = 0;
            while (acknowledged.size() < OPERATIONS) {
                try {
                    acknowledged.add(create(control));
                } catch (ControlException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONTROL_PLANE_ERROR);
                    failed++;
                }
            }
            assertThat(failed).as("operations that were cut").isPositive();

            proxy.calm();
            await().atMost(RECOVERY)
                    .ignoreExceptions()
                    .until(() -> projects(control).containsAll(acknowledged));
            events.clear();
            String last = create(control);
            await().atMost(RECOVERY)
                    .until(() -> events.stream()
                            .anyMatch(event -> event instanceof TopologyEvent.Changed changed
                                    && last.equals(changed.projectId())));
            assertThat(control.isOpen()).isTrue();
        }
    }

    private ControlConnection connect() throws IOException {
        return ControlConnection.open(
                client,
                Endpoint.of(stack.ports().gatewayUrl(), stack.adminToken()),
                event -> TopologyEvent.of(event).ifPresent(events::add),
                reason -> {});
    }

    private static String create(ControlConnection control) throws IOException {
        return control.call(
                        ControlOperation.PROJECT_CREATE,
                        new ProjectRequest.Create("troubled", null, null),
                        ProjectReply.Project.class)
                .projectId();
    }

    private static List<String> projects(ControlConnection control) throws IOException {
        return control
                .call(ControlOperation.PROJECT_LIST, new ProjectRequest.ListAll(), ProjectReply.Projects.class)
                .projects()
                .stream()
                .map(ProjectReply.Summary::projectId)
                .toList();
    }
}
