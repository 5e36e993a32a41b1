package io.spiderweb.control.state;

import io.quarkus.runtime.StartupEvent;
import io.spiderweb.service.lifecycle.Stopping;
import io.spiderweb.store.Change;
import io.spiderweb.store.Changes;
import io.spiderweb.store.Document;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the log of changes, those of this replica and of others alike, and tells those who follow it. */
@Singleton
public class ChangeFeed {

    private static final Logger LOG = Logger.getLogger(ChangeFeed.class);
    private static final int PAGE = 500;

    /** How late a change of another replica is noticed at worst, and how soon a store that failed is asked again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Store store;
    private final List<Follower<?>> followers;
    private long told;
    private boolean broken;
    private @Nullable Thread worker;

    @Inject
    public ChangeFeed(Store store, @Any Instance<Follower<?>> followers) {
        this(store, followers.stream().toList());
    }

    /** One that reads only when it is told to; it begins with what comes next. */
    public ChangeFeed(Store store, List<Follower<?>> followers) {
        this.store = store;
        this.followers = List.copyOf(followers);
        this.told = store.revision();
    }

    /** What was stored between the followers' beginning and this one's is not told either. */
    void onStart(@Observes StartupEvent event) {
        followers.forEach(ChangeFeed::reload);
        worker = Thread.ofVirtual().name("changes").start(this::run);
    }

    void onStop(@Observes Stopping stopping) {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() throws InterruptedException {
        try {
            if (!catchUp()) {
                store.awaitChange(told, PATIENCE);
            }
            broken = false;
        } catch (StoreException e) {
            if (!broken && e.reason() != StoreException.Reason.INTERRUPTED) {
                LOG.warnf(
                        "cannot read what changed, subscribers hear of nothing until the store answers: %s",
                        e.getMessage());
                broken = true;
            }
            Thread.sleep(PATIENCE);
        }
    }

    /** The revision up to which everything was told. */
    public long position() {
        return told;
    }

    /** Tells what is new. False: nothing is. */
    public boolean catchUp() {
        switch (store.changesSince(told, PAGE)) {
            case Changes.Page(List<Change> changes) -> {
                if (changes.isEmpty()) {
                    return false;
                }
                changes.forEach(change -> followers.forEach(follower -> tell(follower, change)));
                told = changes.getLast().revision();
            }
            case Changes.Reload(long revision) -> {
                LOG.infof("the log of changes goes on at revision %d, behind %d", revision, told);
                told = revision;
                followers.forEach(ChangeFeed::reload);
            }
        }
        return true;
    }

    private static <T> void tell(Follower<T> follower, Change change) {
        if (!change.key().collection().equals(follower.table().collection())) {
            return;
        }
        try {
            follower.stored(
                    change.key().id(),
                    change.revision(),
                    Optional.ofNullable(change.content())
                            .map(content -> new Document(change.key(), change.revision(), content))
                            .map(follower.table()::read));
        } catch (RuntimeException e) {
            LOG.errorf(e, "a change of %s could not be followed; starting anew", change.key());
            reload(follower);
        }
    }

    private static void reload(Follower<?> follower) {
        try {
            follower.reload();
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s could not be loaded anew", follower.table().collection());
        }
    }
}
