package io.spiderweb.gateway.acheron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.acheron.WorldNode.Directory;
import io.spiderweb.gateway.acheron.WorldNode.TextFile;
import io.spiderweb.wire.json.Json;
import java.util.SortedMap;
import java.util.TreeMap;

/** Builds a directory, entry by entry. */
final class Tree {

    private final SortedMap<String, WorldNode> entries = new TreeMap<>();

    Tree put(String name, WorldNode node) {
        entries.put(name, node);
        return this;
    }

    Tree put(String name, Tree directory) {
        return put(name, directory.build());
    }

    Tree text(String name, String content) {
        return put(name, new TextFile(() -> content));
    }

    Tree json(String name, ObjectNode content) {
        return text(name, Json.write(content));
    }

    /** The three files with which a directory describes itself. */
    Tree described(String title, String sentence, ObjectNode schema, ObjectNode caps) {
        return text("README.md", "# " + title + "\n\n" + sentence + "\n")
                .json("SCHEMA.json", schema)
                .json("CAPS.json", caps);
    }

    Directory build() {
        return new Directory(() -> entries);
    }

    SortedMap<String, WorldNode> entries() {
        return entries;
    }
}
