package io.spiderweb.control.topology;

import io.spiderweb.control.Caller;
import io.spiderweb.control.state.Database;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** The connections of this process that want to be told ({@code spec control 5.1}). */
@Singleton
public class Subscribers {

    private final Database database;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private final LongAdder dropped = new LongAdder();

    @Inject
    public Subscribers(Database database) {
        this.database = database;
    }

    /** The time that events carry. */
    public long nowMs() {
        return database.nowMs();
    }

    public void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    public void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /**
     * Hands everybody what it may see; waits for nobody.
     *
     * @param view the events for a caller, none if nothing is for it; asked once for all subscribers that act for the same
     */
    public void broadcast(Function<Caller, List<ControlFrame.Event>> view) {
        Map<Caller, List<String>> views = new HashMap<>();
        for (Subscriber subscriber : subscribers) {
            List<String> frames = views.computeIfAbsent(
                    subscriber.caller(),
                    caller -> view.apply(caller).stream()
                            .map(ControlCodec::encode)
                            .toList());
            if (!frames.stream().allMatch(subscriber::push)) {
                subscribers.remove(subscriber);
                dropped.increment();
            }
        }
    }

    public int count() {
        return subscribers.size();
    }

    /** How many lost their connection because they did not keep up. */
    public long dropped() {
        return dropped.sum();
    }

    /** Characters of frames that wait for a subscriber to read. */
    public long waiting() {
        return subscribers.stream().mapToLong(Subscriber::waiting).sum();
    }
}
