import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The measuring part of {@code deploy/bench/push}: all subscribers, and who changes projects, in one process and so on one clock. */
final class Push {
    private static final int PROJECTS = 4;
    private static final int MOUNTS = 16;
    private static final int WARM_UP = 50;

    /** A connection on which one request is made after the other. */
    static final class Caller {
        private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
        private volatile long answeredNanos;
        private final Connection connection;

        Caller(String url) throws Exception {
            connection = Connection.open(url, frame -> {
                answeredNanos = System.nanoTime();
                answers.add(frame);
            });
            ask("version", "{'protocol':'unified-v2'}");
        }

        String ask(String type, String payload) throws Exception {
            connection.send(type, payload);
            String answer = answers.poll(30, TimeUnit.SECONDS);
            if (answer == null || answer.contains("\"control.error\"")) {
                throw new IllegalStateException(type + " was answered " + answer);
            }
            return answer;
        }
    }

    /** Notes when the events of the change in hand arrived at one subscriber. */
    static final class Subscriber implements Consumer<String> {
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private volatile CountDownLatch awaited = new CountDownLatch(0);
        private volatile Connection connection;
        private volatile long toldNanos;

        void leave() {
            connection.socket().abort();
        }

        @Override
        public void accept(String frame) {
            long now = System.nanoTime();
            if (frame.contains("\"control.subscription\"")) {
                subscribed.countDown();
            } else if (frame.contains("\"control.workspace_topology_delta\"")) {
                toldNanos = now;
                awaited.countDown();
            }
        }
    }

    public static void main(String... arguments) throws Exception {
        String url = arguments[0];
        int subscribers = Integer.parseInt(arguments[1]);
        int changes = Integer.parseInt(arguments[2]);
        int rate = Integer.parseInt(arguments[3]);
        System.out.println("| " + subscribers + " subscribers, " + rate + " changes/s; ms | p50 | p99 | most |");
        System.out.println("|---|---|---|---|");
        Caller caller = new Caller(url);
        caller.ask("session_attach", "{'session_key':'main','agent_id':'mother','project_id':'system'}");
        String node = node(caller);
        List<String> projects = new ArrayList<>();
        for (int i = 0; i < PROJECTS; i++) {
            projects.add(caller.ask("project_up", "{'name':'bench-" + i + "','desired_mounts':[" + mounts(node) + "]}"));
        }
        List<Subscriber> mothers = subscribe(url, subscribers, null);
        measure("all as one agent", caller, projects, mothers, changes, rate);
        mothers.forEach(Subscriber::leave);
        // agents work in one project each, and are told its state only
        List<String> one = projects.subList(0, 1);
        measure("each as its own agent", caller, one, subscribe(url, subscribers, one.getFirst()), changes, rate);
        System.exit(0);
    }

    private static void measure(
            String title, Caller caller, List<String> projects, List<Subscriber> subscribers, int changes, int rate)
            throws Exception {
        double[] acknowledged = new double[changes];
        double[] told = new double[changes * subscribers.size()];
        long interval = TimeUnit.SECONDS.toNanos(1) / rate;
        long next = System.nanoTime();
        for (int i = -WARM_UP; i < changes; i++) {
            long now = System.nanoTime();
            next = Math.max(next + interval, now);
            TimeUnit.NANOSECONDS.sleep(next - now);
            CountDownLatch all = new CountDownLatch(subscribers.size());
            subscribers.forEach(each -> each.awaited = all);
            String project = projects.get(Math.floorMod(i, projects.size()));
            long sent = System.nanoTime();
            caller.ask("project_update", "{'project_id':'%s','project_token':'%s','vision':'change %d'}"
                    .formatted(Connection.member(project, "project_id"), Connection.member(project, "project_token"), i));
            long answered = caller.answeredNanos;
            if (!all.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(all.getCount() + " subscribers were not told of a change");
            }
            if (i >= 0) {
                acknowledged[i] = (answered - sent) / 1e6;
                for (int each = 0; each < subscribers.size(); each++) {
                    told[i * subscribers.size() + each] =
                            Math.max(0, subscribers.get(each).toldNanos - answered) / 1e6;
                }
            }
        }
        row(title + ": acknowledged after", acknowledged);
        row(title + ": told after that", told);
    }

    private static List<Subscriber> subscribe(String url, int count, String ownProject) throws Exception {
        List<Subscriber> subscribers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Subscriber subscriber = new Subscriber();
            Connection connection = Connection.open(url, subscriber);
            subscriber.connection = connection;
            connection.send("version", "{'protocol':'unified-v2'}");
            connection.send("session_attach", ownProject == null
                    ? "{'session_key':'main','agent_id':'mother','project_id':'system'}"
                    : "{'session_key':'main','agent_id':'agent-%d','project_id':'%s','project_token':'%s'}"
                            .formatted(i, Connection.member(ownProject, "project_id"), Connection.member(ownProject, "project_token")));
            connection.send("debug_subscribe", "{}");
            if (!subscriber.subscribed.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("subscriber " + i + " got no acknowledgement");
            }
            subscribers.add(subscriber);
        }
        return subscribers;
    }

    private static String node(Caller caller) throws Exception {
        String invite = caller.ask("node_invite_create", "{}");
        String joined = caller.ask("node_join", "{'invite_token':'%s','fs_url':'ws://10.0.0.5:18891/v2/fs'}"
                .formatted(Connection.member(invite, "invite_token")));
        return Connection.member(joined, "node_id");
    }

    private static String mounts(String node) {
        List<String> mounts = new ArrayList<>();
        for (int i = 0; i < MOUNTS; i++) {
            mounts.add("{'mount_path':'/m%d','node_id':'%s','export_name':'work'}".formatted(i, node));
        }
        return String.join(",", mounts);
    }

    private static void row(String title, double[] milliseconds) {
        double[] sorted = milliseconds.clone();
        Arrays.sort(sorted);
        System.out.printf("| %s | %.1f | %.1f | %.1f |%n", title, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    }
}
