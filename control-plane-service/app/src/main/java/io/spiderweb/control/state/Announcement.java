package io.spiderweb.control.state;

import io.spiderweb.wire.control.ControlOperation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that subscribers want to know ({@code spec control 5.1}). It is stored together with the change that it is about, so
 * that every replica learns of it from the log, and of a change that was not made nobody does.
 *
 * @param reason the operation that did it, or such as {@code lease_expired}
 * @param projectId null if it concerns nodes
 */
public record Announcement(String reason, @Nullable String projectId) {

    /** What a change announces. Each writes the same document: the store keeps the last one, its log has them all. */
    public record All(List<Announcement> announcements) {

        public static final Table<All> TABLE = new Table<>("announcement", All.class);

        static final String ID = "topology";

        public All {
            announcements = List.copyOf(announcements);
        }
    }

    public static Announcement of(ControlOperation operation, String projectId) {
        return new Announcement(operation.type(), projectId);
    }

    public static Announcement ofNodes(ControlOperation operation) {
        return ofNodes(operation.type());
    }

    public static Announcement ofNodes(String reason) {
        return new Announcement(reason, null);
    }
}
