package io.spiderweb.stack;

import io.spiderweb.transport.control.LocalCredentials;
import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of several control planes on one database, with a data directory and a way to the database of its own. */
final class Replica {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Path dataDir;
    private final Ports ports;
    private final ChaosProxy database;
    private ServiceProcess process;

    private Replica(String name, Path dataDir, Ports ports, ChaosProxy database, ServiceProcess process) {
        this.name = name;
        this.dataDir = dataDir;
        this.ports = ports;
        this.database = database;
        this.process = process;
    }

    /** Starts one and returns at once. */
    static Replica launch(String name, Path directory, int databasePort) throws IOException, StackException {
        Path dataDir = directory.resolve(name);
        Ports ports = Ports.free();
        ChaosProxy database = ChaosProxy.start(databasePort, 1);
        return new Replica(name, dataDir, ports, database, run(name, dataDir, ports, database));
    }

    private static ServiceProcess run(String name, Path dataDir, Ports ports, ChaosProxy database)
            throws StackException {
        return ServiceProcess.start(
                name,
                List.of(
                        Checkout.find().launcher("spiderweb-control-plane").toString(),
                        "--data-dir",
                        dataDir.toString(),
                        "--port",
                        Integer.toString(ports.controlPlane()),
                        "--metrics-port",
                        Integer.toString(ports.mountMetrics())),
                Map.of(
                        "SPIDERWEB_STORE_URL",
                        "postgresql://127.0.0.1:" + database.port() + "/postgres",
                        "SPIDERWEB_STORE_USER",
                        "postgres"),
                dataDir.resolve("control-plane.log"),
                ports.controlPlane());
    }

    ServiceProcess process() {
        return process;
    }

    /** Its way to the database. */
    ChaosProxy database() {
        return database;
    }

    int port() {
        return ports.controlPlane();
    }

    Secret adminToken() throws IOException {
        return new LocalCredentials(dataDir).adminToken().orElseThrow();
    }

    boolean leads() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + ports.mountMetrics() + "/metrics"))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .anyMatch(line -> line.startsWith("spiderweb_leader") && line.endsWith(" 1.0"));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void startAgain() throws StackException {
        process = run(name, dataDir, ports, database);
    }

    void stop() throws IOException, InterruptedException {
        process.stop();
        database.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
