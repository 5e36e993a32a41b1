package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.ControlConnection;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.json.Json;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Three control planes on one real database, behind a balancer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private final WsClient client = WsClient.create();
    private final List<Replica> replicas = new ArrayList<>();
    private EmbeddedPostgres database;
    private ChaosProxy balancer;

    @BeforeAll
    void start() throws Exception {
        try {
            database = EmbeddedPostgres.builder().setPGStartupWait(PATIENCE).start();
        } catch (IOException | RuntimeException e) {
            abort("needs a PostgreSQL that runs here: " + e);
        }
        for (int i = 1; i <= 3; i++) {
            replicas.add(Replica.launch("replica-" + i, directory, database.getPort()));
        }
        for (Replica replica : replicas) {
            replica.process().awaitReady();
        }
        balancer = ChaosProxy.balance(replicas.stream().map(Replica::port).toList(), 1);
    }

    @AfterAll
    void stop() throws Exception {
        for (Replica replica : replicas) {
            replica.stop();
        }
        if (balancer != null) {
            balancer.close();
        }
        client.close();
        if (database != null) {
            database.close();
        }
    }

    /** A connection to one replica, and what it is told. */
    private record Client(ControlConnection connection, Queue<ControlFrame.Event> events) implements AutoCloseable {

        JsonNode ok(String operation, String payload) throws Exception {
            ControlFrame.FromServer answer = ask(operation, payload);
            assertThat(answer).as(operation).isNotInstanceOf(ControlFrame.Failed.class);
            return answer instanceof ControlFrame.Reply reply ? reply.payload() : Json.object();
        }

        ControlFrame.FromServer ask(String operation, String payload) throws Exception {
            return connection
                    .send("control." + operation, Json.parse(payload.replace('\'', '"')), ANSWER)
                    .get();
        }

        void awaitEvent(String reason) {
            await().atMost(PATIENCE)
                    .until(() -> events.stream()
                            .anyMatch(event ->
                                    event.payload().path("reason").asText().equals(reason)));
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private Client connect(Replica replica) throws IOException {
        return connect(replica.port());
    }

    /** To whichever the balancer chooses. */
    private Client connect() throws IOException {
        return connect(balancer.port());
    }

    private Client connect(int port) throws IOException {
        Queue<ControlFrame.Event> events = new ConcurrentLinkedQueue<>();
        // what one replica made in its directory is good at all of them
        Endpoint endpoint =
                Endpoint.of("ws://127.0.0.1:" + port + "/", replicas.getFirst().adminToken());
        return new Client(ControlConnection.open(client, endpoint, events::add, reason -> {}), events);
    }

    private Client subscribe(Replica replica) throws Exception {
        Client subscriber = connect(replica);
        subscriber.ok("debug_subscribe", "{}");
        return subscriber;
    }

    private Replica leader() {
        return await().atMost(PATIENCE)
                .until(() -> replicas.stream().filter(Replica::leads).toList(), leaders -> leaders.size() == 1)
                .getFirst();
    }

    private List<Replica> othersThan(Replica one) {
        return replicas.stream().filter(replica -> !replica.equals(one)).toList();
    }

    private static String createProject(Client client, String name) throws Exception {
        return client.ok("project_create", "{'name':'" + name + "'}")
                .path("project_id")
                .asText();
    }

    private static String join(Client client, String name, int leaseTtlMs) throws Exception {
        String invite =
                client.ok("node_invite_create", "{}").path("invite_token").asText();
        return client.ok(
                        "node_join",
                        "{'invite_token':'" + invite + "','node_name':'" + name
                                + "','fs_url':'ws://127.0.0.1:1/v2/fs','lease_ttl_ms':" + leaseTtlMs + "}")
                .path("node_id")
                .asText();
    }

    @Test
    void aChangeAtOneIsSeenAtTheOthersAndToldToTheirSubscribers() throws Exception {
        try (Client writer = connect(replicas.get(0));
                Client second = subscribe(replicas.get(1));
                Client third = subscribe(replicas.get(2))) {
            String project = createProject(writer, "shared");

            for (Client reader : List.of(second, third)) {
                reader.awaitEvent("control.project_create");
                assertThat(reader.ok("project_get", "{'project_id':'" + project + "'}")
                                .path("name")
                                .asText())
                        .isEqualTo("shared");
            }
        }
    }

    @Test
    void ofThoseWhoRedeemOneInviteAtDifferentReplicasExactlyOneJoins() throws Exception {
        List<Client> clients = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                clients.add(connect());
            }
            String invite = clients.getFirst()
                    .ok("node_invite_create", "{}")
                    .path("invite_token")
                    .asText();
            List<Future<ControlFrame.FromServer>> answers = new ArrayList<>();
            for (Client one : clients) {
                answers.add(threads.submit(() -> one.ask(
                        "node_join",
                        "{'invite_token':'" + invite + "','node_name':'racer','fs_url':'ws://127.0.0.1:1/v2/fs'}")));
            }
            List<ControlFrame.FromServer> outcomes = new ArrayList<>();
            for (Future<ControlFrame.FromServer> answer : answers) {
                outcomes.add(answer.get(1, TimeUnit.MINUTES));
            }

            assertThat(outcomes)
                    .filteredOn(ControlFrame.Reply.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(ControlFrame.Failed.class::isInstance)
                    .hasSize(11)
                    .allSatisfy(outcome -> assertThat(
                                    ((ControlFrame.Failed) outcome).code().wireName())
                            .startsWith("invite_"));
            for (Replica replica : replicas) {
                try (Client reader = connect(replica)) {
                    assertThat(reader.ok("node_list", "{}").path("nodes"))
                            .filteredOn(node -> node.path("node_name").asText().equals("racer"))
                            .hasSize(1);
                }
            }
        } finally {
            clients.forEach(Client::close);
        }
    }

    @Test
    void whatIsWrittenAtAllOfThemAtOnceIsAllThere() throws Exception {
        List<String> created = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<String>>> writers = new ArrayList<>();
            for (Replica replica : replicas) {
                writers.add(threads.submit(() -> {
                    List<String> own = new ArrayList<>();
                    try (Client writer = connect(replica)) {
                        for (int i = 0; i < 20; i++) {
                            own.add(createProject(writer, replica + "-" + i));
                        }
                    }
                    return own;
                }));
            }
            for (Future<List<String>> writer : writers) {
                created.addAll(writer.get(2, TimeUnit.MINUTES));
            }
        }

        assertThat(created).hasSize(60).doesNotHaveDuplicates();
        for (Replica replica : replicas) {
            try (Client reader = connect(replica)) {
                assertThat(reader.ok("project_list", "{}").path("projects"))
                        .extracting(project -> project.path("project_id").asText())
                        .containsAll(created);
            }
        }
    }

    @Test
    @Tag("faults")
    void whenTheOneThatRunsTheTimersIsKilledAnotherDoes() throws Exception {
        Replica killed = leader();
        List<Replica> survivors = othersThan(killed);
        try (Client writer = connect(survivors.get(0));
                Client subscriber = subscribe(survivors.get(1))) {
            killed.process().kill();
            String node = join(writer, "short-lived", 1_000);

            assertThat(leader()).isIn(survivors);
            subscriber.awaitEvent("lease_expired");
            assertThat(subscriber.ok("node_get", "{'node_id':'" + node + "'}").toString())
                    .contains("short-lived");
        } finally {
            killed.startAgain();
            killed.process().awaitReady();
        }
    }

    @Test
    @Tag("faults")
    void oneThatIsCutOffFromTheDatabaseIsNotReadyAndComesBack() throws Exception {
        Replica lonely = leader();
        List<Replica> others = othersThan(lonely);
        try (Client writer = connect(others.get(0));
                Client stranded = subscribe(lonely)) {
            lonely.database().stall(true);

            await().atMost(PATIENCE).until(() -> !lonely.process().isReady());
            assertThat(lonely.process().isAlive()).isTrue();
            assertThat(stranded.ask("project_create", "{'name':'nowhere'}")).isInstanceOf(ControlFrame.Failed.class);
            await().atMost(PATIENCE).until(() -> others.stream().anyMatch(Replica::leads));
            String project = createProject(writer, "meanwhile");

            lonely.database().calm();

            await().atMost(PATIENCE).until(() -> lonely.process().isReady());
            assertThat(leader()).isIn(others);
            stranded.awaitEvent("control.project_create");
            assertThat(stranded.ok("project_get", "{'project_id':'" + project + "'}")
                            .path("name")
                            .asText())
                    .isEqualTo("meanwhile");
        } finally {
            lonely.database().calm();
        }
    }
}
