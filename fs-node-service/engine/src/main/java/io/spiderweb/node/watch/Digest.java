package io.spiderweb.node.watch;

import io.spiderweb.linux.FileName;
import io.spiderweb.linux.Stat;
import io.spiderweb.node.tree.ExportTree;
import io.spiderweb.node.tree.FileKey;
import io.spiderweb.node.tree.Names;
import io.spiderweb.node.tree.Place;
import io.spiderweb.wire.fs.FsEvent;
import io.spiderweb.wire.fs.FsEvent.What;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From notices to events: leaves out files that no client knows, and changes that the node made itself and has announced. Keeps the
 * table of known files up to date with what moves.
 */
final class Digest {

    private final ExportTree tree;
    private final Announced announced;
    private final boolean fineTimes;
    private final Batch batch = new Batch();

    /** @param fineTimes whether two equal states mean that nothing happened between, see {@link FineTimes} */
    Digest(ExportTree tree, Announced announced, boolean fineTimes) {
        this.tree = tree;
        this.announced = announced;
        this.fineTimes = fineTimes;
    }

    List<FsEvent> events(Collection<Notice> notices) {
        Map<Long, LinkedHashSet<Notice>> byDirectory = notices.stream()
                .collect(Collectors.groupingBy(Notice::directory, Collectors.toCollection(LinkedHashSet::new)));
        byDirectory.forEach(this::digest);
        return batch.events();
    }

    private void digest(long directory, Collection<Notice> notices) {
        try (Place place = tree.open(directory)) {
            boolean own = isCovered(directory, place.stat());
            notices.forEach(notice -> digest(place, notice, own));
        } catch (IOException e) {
            // it is gone or has moved: whoever caches its entries must not
            batch.entries(directory);
            batch.node(directory, What.ALL);
        }
    }

    /** @param own whether the entries are still as the node's own announcement left them */
    private void digest(Place directory, Notice notice, boolean own) {
        switch (notice) {
            case Notice.Appeared(long id, FileName name)
            when !own -> {
                batch.entries(id);
                appeared(directory, name);
            }
            case Notice.Vanished(long id, FileName name)
            when !own -> {
                batch.entries(id);
                node(tree.table().child(id, Names.shown(name)), What.ALL);
            }
            case Notice.Changed(long id, FileName name, boolean content) -> {
                long child = tree.table().child(id, Names.shown(name));
                Stat stat = stat(directory, name);
                if (stat == null || !isCovered(child, stat)) {
                    node(child, content ? What.ALL : What.ATTR);
                }
            }
            case Notice.Self(long id) when !own -> batch.node(id, What.ATTR);
            default -> {
                // announced when the node did it
            }
        }
    }

    private void appeared(Place directory, FileName name) {
        Stat stat = stat(directory, name);
        if (stat != null && tree.table().id(FileKey.of(stat)) != 0) {
            node(tree.table().put(directory.id(), Names.shown(name), FileKey.of(stat)), What.ALL);
        }
    }

    private void node(long id, What what) {
        if (id != 0) {
            batch.node(id, what);
        }
    }

    private boolean isCovered(long node, Stat stat) {
        return fineTimes && announced.covers(node, stat);
    }

    private static @Nullable Stat stat(Place directory, FileName name) {
        try {
            return Stat.at(directory.fd(), name);
        } catch (IOException e) {
            return null;
        }
    }
}
