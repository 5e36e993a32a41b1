package io.spiderweb.wire.fs;

import static java.util.Objects.requireNonNull;

/** One child of a directory. */
public record Entry(String name, Attr attr) {
    public Entry {
        requireNonNull(name, "name");
        requireNonNull(attr, "attr");
    }
}
