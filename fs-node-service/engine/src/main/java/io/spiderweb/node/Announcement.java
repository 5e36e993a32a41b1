package io.spiderweb.node;

import io.spiderweb.linux.Stat;
import io.spiderweb.node.event.EventLog;
import io.spiderweb.node.event.Listener;
import io.spiderweb.node.tree.Attributes;
import io.spiderweb.node.tree.Place;
import io.spiderweb.node.watch.Announced;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsEvent.What;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one mutation, in the order of spec fs-node 8.2. Made after the change, so that the states it notes cover it. */
final class Announcement {

    private final EventLog log;
    private final Announced announced;
    private final @Nullable Listener origin;
    private final List<FsEvent> events = new ArrayList<>();

    Announcement(EventLog log, Announced announced, @Nullable Listener origin) {
        this.log = log;
        this.announced = announced;
        this.origin = origin;
    }

    /** The entries of a directory changed. */
    Announcement entries(Place directory) throws IOException {
        announced.record(directory.id(), Stat.of(directory.fd()));
        events.add(new FsEvent.InvalDir(directory.id(), null, null));
        return this;
    }

    Announcement node(long id, What what, Stat after) {
        announced.record(id, after);
        return changed(id, what);
    }

    /** A change without a state that could be noted. */
    Announcement changed(long id, What what) {
        events.add(new FsEvent.Inval(id, what, null, null));
        return this;
    }

    Announcement created(long id, Stat after) {
        announced.record(id, after);
        events.add(new FsEvent.Inval(id, What.ALL, Attributes.generation(after), null));
        return this;
    }

    void publish() {
        log.publish(events, origin);
    }
}
