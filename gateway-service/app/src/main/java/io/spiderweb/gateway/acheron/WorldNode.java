package io.spiderweb.gateway.acheron;

import java.util.SortedMap;
import java.util.function.Supplier;

/** What is at a place of the tree. Contents are asked for when they are needed, so that the tree is never out of date. */
sealed interface WorldNode {

    /** @param children by name */
    record Directory(Supplier<SortedMap<String, WorldNode>> children) implements WorldNode {}

    record TextFile(Supplier<String> content) implements WorldNode {}

    /** A file that is always empty: what is written to it becomes a chat job. */
    record ChatInput() implements WorldNode {}
}
