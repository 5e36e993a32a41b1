package io.spiderweb.stack;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.transport.control.LocalCredentials;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.NodeReply;
import io.spiderweb.wire.control.NodeRequest;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Control plane, gateway, nodes and mount of one machine, each a process of its own that shares one data directory. */
public final class Stack implements AutoCloseable {

    private static final String PROVIDER = "SPIDERWEB_PROVIDER";

    private final Checkout checkout;
    private final Path dataDir;
    private final Ports ports;
    private final RunFile runFile;
    private final WsClient client = WsClient.create();
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();

    private Stack(Checkout checkout, Path dataDir, Ports ports, RunFile runFile) {
        this.checkout = checkout;
        this.dataDir = dataDir;
        this.ports = ports;
        this.runFile = runFile;
    }

    /** Claims a data directory; nothing runs yet, what a killed run left there is ended, and the logs of earlier runs are gone. */
    public static Stack in(Checkout checkout, Path dataDir, Ports ports) throws StackException {
        Stack stack = new Stack(checkout, dataDir, ports, RunFile.claim(dataDir));
        try (Stream<Path> logs = Files.exists(stack.logs()) ? Files.list(stack.logs()) : Stream.empty()) {
            for (Path log : logs.toList()) {
                Files.delete(log);
            }
            return stack;
        } catch (IOException e) {
            throw new StackException("cannot remove the logs of earlier runs: " + e.getMessage(), e);
        }
    }

    public ServiceProcess startControlPlane() throws StackException, InterruptedException {
        return start(
                "spiderweb-control-plane",
                "control plane",
                ports.controlPlane(),
                List.of("--port", port(ports.controlPlane())),
                Map.of());
    }

    /** Starts the gateway; without a word about who answers nobody's key is used, though there be one. */
    public ServiceProcess startGateway() throws StackException, InterruptedException {
        return start(
                "spiderweb",
                "gateway",
                ports.gateway(),
                List.of("--port", port(ports.gateway()), "--control-url", ports.controlUrl()),
                Map.of(PROVIDER, System.getenv().getOrDefault(PROVIDER, "demo")));
    }

    /** Starts a node; one that is not paired yet gets an invite. */
    public ServiceProcess startNode(String name, int port, List<ExportDirectory> exports)
            throws StackException, InterruptedException {
        Map<String, String> environment =
                isPaired(name) ? Map.of() : Map.of("SPIDERWEB_INVITE_TOKEN", invite().reveal());
        return startNode(name, port, exports, environment);
    }

    /** @param environment with the invite, if the node needs one */
    public ServiceProcess startNode(
            String name, int port, List<ExportDirectory> exports, Map<String, String> environment)
            throws StackException, InterruptedException {
        ServiceProcess node = launchNode(name, port, exports, List.of("--pair-mode", "invite"), environment);
        node.awaitReady();
        return node;
    }

    /** Starts a node that asks to join, and returns at once: it is not ready before somebody has approved it. */
    public ServiceProcess launchAskingNode(String name, int port, List<ExportDirectory> exports) throws StackException {
        return launchNode(
                name, port, exports, List.of("--pair-mode", "request", "--reconnect-backoff-ms", "500"), Map.of());
    }

    private ServiceProcess launchNode(
            String name, int port, List<ExportDirectory> exports, List<String> pairing, Map<String, String> environment)
            throws StackException {
        List<String> arguments = new ArrayList<>(
                List.of("--port", port(port), "--node-name", name, "--control-url", ports.controlUrl()));
        arguments.addAll(pairing);
        exports.forEach(export -> arguments.addAll(List.of("--export", export.spec())));
        return launch("spiderweb-fs-node", name, port, arguments, environment);
    }

    /** Mounts a project's workspace; returns when files can be used. */
    public ServiceProcess startMount(Path mountpoint, String projectId) throws StackException, InterruptedException {
        List<String> command = command(
                "spiderweb-fs-mount",
                List.of(
                        "--workspace-url",
                        ports.gatewayUrl(),
                        "--project-id",
                        projectId,
                        "--workspace-sync-interval-ms",
                        "1000",
                        "mount",
                        "--metrics-port",
                        port(ports.mountMetrics()),
                        mountpoint.toString()));
        return register(ServiceProcess.start("mount", command, Map.of(), log("mount"), ports.mountMetrics()));
    }

    public ControlConnection connect() throws IOException {
        return connect(adminToken());
    }

    public ControlConnection connect(Secret bearer) throws IOException {
        return ControlConnection.open(client, Endpoint.of(ports.gatewayUrl(), bearer), event -> {}, reason -> {});
    }

    public ChatClient chat() throws IOException {
        return ChatClient.connect(client, Endpoint.of(ports.gatewayUrl(), adminToken()));
    }

    /** Past the gateway. */
    public ControlConnection connectToControlPlane() throws IOException {
        return ControlConnection.open(client, Endpoint.of(ports.controlUrl(), adminToken()), event -> {}, reason -> {});
    }

    public Secret invite() throws StackException {
        try (ControlConnection control = connectToControlPlane()) {
            return control.call(
                            ControlOperation.NODE_INVITE_CREATE,
                            new NodeRequest.InviteCreate(600_000),
                            NodeReply.Invite.class)
                    .inviteToken();
        } catch (IOException e) {
            throw new StackException("no invite for a node: " + e.getMessage(), e);
        }
    }

    public Secret adminToken() throws IOException {
        return new LocalCredentials(dataDir)
                .adminToken()
                .orElseThrow(() -> new IOException("the control plane left no admin token in " + dataDir));
    }

    public ServiceProcess service(String name) {
        ServiceProcess service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("no service " + name + " was started");
        }
        return service;
    }

    public Ports ports() {
        return ports;
    }

    public Path dataDir() {
        return dataDir;
    }

    /** Runs a command of the stack to its end. */
    public CommandResult run(String launcher, String... arguments) throws StackException, InterruptedException {
        return CommandResult.of(command(launcher, List.of(arguments)), Duration.ofSeconds(60));
    }

    /** Stops everything, the mount first, and gives the directory back. */
    @Override
    public void close() throws StackException {
        try {
            List<ServiceProcess> running = new ArrayList<>(services.values()).reversed();
            for (ServiceProcess service : running) {
                if (service.name().equals("mount")) {
                    service.stop();
                }
            }
            running.forEach(ServiceProcess::terminate);
            for (ServiceProcess service : running) {
                service.stop();
            }
            client.close();
            runFile.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while stopping", e);
        } catch (IOException e) {
            throw new StackException("cannot give " + dataDir + " back: " + e.getMessage(), e);
        }
    }

    private boolean isPaired(String node) {
        try {
            return !new Fields(Json.parseObject(
                            Files.readString(dataDir.resolve(node).resolve("node-state.json"))))
                    .required("node_secret")
                    .isEmpty();
        } catch (IOException | InvalidJsonException e) {
            return false;
        }
    }

    private ServiceProcess start(
            String launcher, String name, int probePort, List<String> arguments, Map<String, String> environment)
            throws StackException, InterruptedException {
        ServiceProcess service = launch(launcher, name, probePort, arguments, environment);
        service.awaitReady();
        return service;
    }

    private ServiceProcess launch(
            String launcher, String name, int probePort, List<String> arguments, Map<String, String> environment)
            throws StackException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--metrics-port", "0"));
        return register(ServiceProcess.start(name, command(launcher, all), environment, log(name), probePort));
    }

    private ServiceProcess register(ServiceProcess service) throws StackException {
        services.put(service.name(), service);
        runFile.add(service.handle());
        return service;
    }

    private List<String> command(String launcher, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(checkout.launcher(launcher).toString());
        command.addAll(List.of("--data-dir", dataDir.toString()));
        command.addAll(arguments);
        return command;
    }

    private Path log(String name) {
        return logs().resolve(name.replace(' ', '-') + ".log");
    }

    private Path logs() {
        return dataDir.resolve("logs");
    }

    private static String port(int port) {
        return Integer.toString(port);
    }

    /**
     * How a command ended.
     *
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    public record CommandResult(int status, String out, String err) {

        /**
         * Runs a command to its end.
         *
         * @param patience after which it is killed
         */
        public static CommandResult of(List<String> command, Duration patience)
                throws StackException, InterruptedException {
            try {
                Path out = Files.createTempFile("out", "");
                Path err = Files.createTempFile("err", "");
                Process process = new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new StackException(command + " did not end within " + patience.toSeconds() + " s");
                }
                var result = new CommandResult(process.exitValue(), Files.readString(out), Files.readString(err));
                Files.delete(out);
                Files.delete(err);
                return result;
            } catch (IOException e) {
                throw new StackException(command + " cannot be run: " + e.getMessage(), e);
            }
        }
    }
}
