package io.spiderweb.node.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The files of one export that clients know, as a tree of names: where an id was last seen. A directory that moves takes
 * its descendants along. What the table says is a hint and is verified at every use ({@link ExportTree}).
 *
 * <p>Bounded: beyond the limit the file that was not used for the longest time is forgotten, and a client that still has
 * its id walks to it again.
 */
public final class NodeTable {

    /** Guarded by the table's lock. */
    private static final class Node {
        final long id;
        final FileKey file;
        final Map<String, Node> children = new HashMap<>(0);

        @Nullable Node parent;

        String name = "";

        Node(long id, FileKey file) {
            this.id = id;
            this.file = file;
        }
    }

    /**
     * Where a file should be.
     *
     * @param path from the export's root; {@code .} for the root itself
     * @param parent id of the directory it is in; of the root, the root
     */
    record Location(String path, FileKey file, long parent) {}

    private final int export;
    private final int limit;
    private final Node root;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Least recently used first. A use of a node is one of its ancestors too, after it, so a node is always younger than its
     * descendants, and the first one is always a leaf.
     */
    private final LinkedHashMap<Long, Node> nodes = new LinkedHashMap<>(16, 0.75f, true);

    NodeTable(int export, FileKey root, int limit) {
        this.export = export;
        this.limit = Math.max(2, limit);
        this.root = new Node(NodeId.of(export, root, root.device(), 0), root);
        nodes.put(this.root.id, this.root);
    }

    long rootId() {
        return root.id;
    }

    @Nullable Location locate(long id) {
        lock.lock();
        try {
            Node node = nodes.get(id);
            if (node == null) {
                return null;
            }
            Deque<String> names = new ArrayDeque<>();
            for (Node at = use(node); at.parent != null; at = at.parent) {
                names.addFirst(at.name);
            }
            String path = names.isEmpty() ? "." : String.join("/", names);
            return new Location(path, node.file, node.parent == null ? node.id : node.parent.id);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes down that a directory has an entry for a file.
     *
     * @return the file's id; 0 when the directory is not known any more, or is believed to lie beneath the file, as stale
     *     knowledge can have it while directories move
     */
    public long put(long directory, String name, FileKey file) {
        lock.lock();
        try {
            Node parent = nodes.get(directory);
            if (parent == null || file.equals(root.file)) {
                return parent == null ? 0 : root.id;
            }
            Node node = node(file);
            if (isBeneath(parent, node)) {
                return 0;
            }
            unlink(node);
            node.parent = parent;
            node.name = name;
            parent.children.put(name, node);
            use(node);
            evict();
            return node.id;
        } finally {
            lock.unlock();
        }
    }

    /** The id of a directory's entry, 0 when nobody has asked for it. */
    public long child(long directory, String name) {
        lock.lock();
        try {
            Node parent = nodes.get(directory);
            Node child = parent == null ? null : use(parent).children.get(name);
            return child == null ? 0 : child.id;
        } finally {
            lock.unlock();
        }
    }

    /** The id of a file, wherever it is; 0 when no client knows it. */
    public long id(FileKey file) {
        lock.lock();
        try {
            Node node = find(file);
            return node == null ? 0 : use(node).id;
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return nodes.size();
        } finally {
            lock.unlock();
        }
    }

    private Node use(Node node) {
        for (Node at = node; at != null; at = at.parent) {
            nodes.get(at.id);
        }
        return node;
    }

    private Node node(FileKey file) {
        for (int attempt = 0; ; attempt++) {
            long id = NodeId.of(export, file, root.file.device(), attempt);
            Node known = nodes.computeIfAbsent(id, absent -> new Node(absent, file));
            if (known.file.equals(file)) {
                return known;
            }
        }
    }

    private @Nullable Node find(FileKey file) {
        for (int attempt = 0; ; attempt++) {
            Node known = nodes.get(NodeId.of(export, file, root.file.device(), attempt));
            if (known == null || known.file.equals(file)) {
                return known;
            }
        }
    }

    private static boolean isBeneath(Node node, Node ancestor) {
        for (Node at = node; at != null; at = at.parent) {
            if (at.id == ancestor.id) {
                return true;
            }
        }
        return false;
    }

    private static void unlink(Node node) {
        if (node.parent != null) {
            node.parent.children.remove(node.name, node);
        }
    }

    private void evict() {
        while (nodes.size() > limit) {
            Node eldest = nodes.pollFirstEntry().getValue();
            unlink(eldest);
        }
    }
}
