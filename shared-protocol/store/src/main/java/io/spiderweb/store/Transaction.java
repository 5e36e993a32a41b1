package io.spiderweb.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes that happen together or not at all.
 *
 * @param writes 1 to {@value #MAX_WRITES}, each of another document, with up to {@value #MAX_CHARACTERS} characters
 * @param fence if present, nothing is written unless its epoch is still the newest
 */
public record Transaction(List<Write> writes, @Nullable Fence fence) {
    public static final int MAX_WRITES = 1_000;
    public static final int MAX_CHARACTERS = 16 << 20;

    public Transaction {
        writes = List.copyOf(writes);
        if (writes.isEmpty() || writes.size() > MAX_WRITES) {
            throw new IllegalArgumentException(
                    "a transaction has 1 to " + MAX_WRITES + " writes, not " + writes.size());
        }
        Set<Key> keys = new HashSet<>();
        long characters = 0;
        for (Write write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("the transaction writes " + write.key() + " twice");
            }
            if (write instanceof Write.Put put) {
                characters += put.content().text().length();
            }
        }
        if (characters > MAX_CHARACTERS) {
            throw new IllegalArgumentException("the transaction is too large: %d characters, allowed are %d"
                    .formatted(characters, MAX_CHARACTERS));
        }
    }

    public static Transaction of(Write... writes) {
        return new Transaction(List.of(writes), null);
    }

    public Transaction fencedBy(Fence epoch) {
        return new Transaction(writes, epoch);
    }
}
