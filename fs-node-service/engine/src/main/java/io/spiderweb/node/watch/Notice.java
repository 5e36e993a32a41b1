package io.spiderweb.node.watch;

import static io.spiderweb.linux.InotifyMask.IN_ATTRIB;
import static io.spiderweb.linux.InotifyMask.IN_CLOSE_WRITE;
import static io.spiderweb.linux.InotifyMask.IN_CREATE;
import static io.spiderweb.linux.InotifyMask.IN_DELETE;
import static io.spiderweb.linux.InotifyMask.IN_MODIFY;
import static io.spiderweb.linux.InotifyMask.IN_MOVED_FROM;
import static io.spiderweb.linux.InotifyMask.IN_MOVED_TO;
import static io.spiderweb.linux.InotifyMask.IN_ONLYDIR;

import io.spiderweb.linux.FileName;
import io.spiderweb.linux.InotifyEvent;
import io.spiderweb.node.tree.Names;
import org.jspecify.annotations.Nullable;

/** What inotify tells about a watched directory. */
sealed interface Notice {

    int MASK =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_ONLYDIR;

    long directory();

    /** The directory has a new entry. */
    record Appeared(long directory, FileName name) implements Notice {}

    /** The directory has lost an entry. */
    record Vanished(long directory, FileName name) implements Notice {}

    /** A file in the directory has other content or attributes. */
    record Changed(long directory, FileName name, boolean content) implements Notice {}

    /** The attributes of the directory itself changed. */
    record Self(long directory) implements Notice {}

    /** Null for what no client needs to hear of. */
    static @Nullable Notice of(long directory, InotifyEvent event) {
        FileName name = event.name();
        if (name == null) {
            return event.has(IN_ATTRIB) ? new Self(directory) : null;
        }
        if (!Names.isVisible(name)) {
            return null;
        }
        if (event.has(IN_CREATE) || event.has(IN_MOVED_TO)) {
            return new Appeared(directory, name);
        }
        if (event.has(IN_DELETE) || event.has(IN_MOVED_FROM)) {
            return new Vanished(directory, name);
        }
        return new Changed(directory, name, !event.has(IN_ATTRIB));
    }
}
