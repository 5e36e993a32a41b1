package io.spiderweb.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every backend keeps when the process that writes is killed. */
public abstract class KilledProcessContract {

    /** What {@link CommitLoop} and {@link #open} open. */
    protected abstract String location() throws Exception;

    protected abstract Store open() throws Exception;

    @DisplayName("control 11 row 4: what was acknowledged survives a kill")
    @Test
    void everyAcknowledgedCommitSurvivesAKill() throws Exception {
        killAndCheck(3);
    }

    @Test
    @Tag("faults")
    void everyAcknowledgedCommitSurvivesManyKills() throws Exception {
        killAndCheck(30);
    }

    private void killAndCheck(int kills) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int kill = 1; kill <= kills; kill++) {
            CommitLoop writer = CommitLoop.start(location(), "kill-" + kill);
            int enough = acknowledged.size() + 37 * kill;
            while (acknowledged.size() < enough) {
                String id = writer.nextLine();
                assertThat(id).as("the process went on until it was killed").isNotNull();
                acknowledged.add(id);
            }
            acknowledged.addAll(writer.kill());

            try (Store store = open()) {
                Set<String> left = ids(store, "left");
                assertThat(left).containsAll(acknowledged).isEqualTo(ids(store, "right"));
            }
        }
    }

    private static Set<String> ids(Store store, String collection) {
        Set<String> ids = new HashSet<>();
        Range range = Range.of(collection);
        List<Document> page = store.list(range);
        while (!page.isEmpty()) {
            page.forEach(document -> ids.add(document.key().id()));
            page = store.list(range.after(page.getLast().key().id()));
        }
        return ids;
    }
}
