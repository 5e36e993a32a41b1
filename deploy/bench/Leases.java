import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The measuring part of {@code deploy/bench/leases}. */
final class Leases {
    private static final int WARM_UP = 5_000;
    private static final int JOINS_ON_THE_WAY = 64;

    /** @param refresh the payload that refreshes its lease */
    private record Node(String refresh) {
        static Node of(String joined) {
            return new Node("{'node_id':'%s','node_secret':'%s','lease_ttl_ms':86400000}"
                    .formatted(Connection.member(joined, "node_id"), Connection.member(joined, "node_secret")));
        }
    }

    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Connection connection;

    private Leases(String url) {
        connection = Connection.open(url, answers::add);
    }

    public static void main(String... arguments) throws Exception {
        Leases bench = new Leases(arguments[0]);
        String store = arguments[1];
        int[] counts = Arrays.stream(arguments[2].split(",")).mapToInt(Integer::parseInt).toArray();
        int refreshes = Integer.parseInt(arguments[3]);
        bench.connection.send("version", "{'protocol':'unified-v2'}");
        bench.answer();
        System.out.println("| " + store + ": nodes | p50, ms | p99, ms | to the first, p50 | p99 |");
        System.out.println("|---|---|---|---|---|");
        List<Node> nodes = new ArrayList<>();
        double[] first = null;
        for (int count : counts) {
            bench.join(nodes, count);
            bench.refresh(nodes, WARM_UP);
            double[] taken = bench.refresh(nodes, refreshes);
            first = first == null ? taken : first;
            System.out.printf("| %,d | %.2f | %.2f | **%.2f** | **%.2f** |%n", count, at(taken, 0.5), at(taken, 0.99),
                    at(taken, 0.5) / at(first, 0.5), at(taken, 0.99) / at(first, 0.99));
        }
        System.exit(0);
    }

    private void join(List<Node> nodes, int count) throws Exception {
        while (nodes.size() < count) {
            int more = Math.min(JOINS_ON_THE_WAY, count - nodes.size());
            for (int i = 0; i < more; i++) {
                connection.send("node_invite_create", "{}");
            }
            List<String> invites = new ArrayList<>();
            for (int i = 0; i < more; i++) {
                invites.add(Connection.member(answer(), "invite_token"));
            }
            for (String invite : invites) {
                connection.send("node_join", "{'invite_token':'%s','fs_url':'ws://10.0.0.5:18891/v2/fs','lease_ttl_ms':86400000}"
                        .formatted(invite));
            }
            for (int i = 0; i < more; i++) {
                nodes.add(Node.of(answer()));
            }
        }
    }

    /** In milliseconds, sorted. */
    private double[] refresh(List<Node> nodes, int times) throws Exception {
        Random random = new Random(1);
        double[] taken = new double[times];
        for (int i = 0; i < times; i++) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            long before = System.nanoTime();
            connection.send("node_lease_refresh", node.refresh());
            answer();
            taken[i] = (System.nanoTime() - before) / 1e6;
        }
        Arrays.sort(taken);
        return taken;
    }

    private String answer() throws InterruptedException {
        String answer = answers.poll(30, TimeUnit.SECONDS);
        if (answer == null || answer.contains("\"control.error\"")) {
            throw new IllegalStateException("answered " + answer);
        }
        return answer;
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
