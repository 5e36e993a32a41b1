package io.spiderweb.control.state;

import java.util.EnumMap;
import java.util.Map;

/**
 * What every change writes: the numbers that ids are made of, and the totals. That makes it the one row on which concurrent
 * changes meet, so that each sees the state that the one before left.
 *
 * @param next the number that the next thing of a kind gets; absent is 1
 * @param totals absent is 0
 */
public record Ledger(Map<Sequence, Long> next, Map<Total, Long> totals) {

    public static final Table<Ledger> TABLE = new Table<>("ledger", Ledger.class);
    public static final String ID = "control-plane";
    static final Ledger EMPTY = new Ledger(Map.of(), Map.of());

    public Ledger {
        next = Map.copyOf(next);
        totals = Map.copyOf(totals);
    }

    /** What gets numbered. A number is never given twice. */
    public enum Sequence {
        INVITE,
        NODE,
        PROJECT,
        PENDING_JOIN
    }

    long peek(Sequence sequence) {
        return next.getOrDefault(sequence, 1L);
    }

    Ledger advanced(Sequence sequence) {
        Map<Sequence, Long> advanced = new EnumMap<>(Sequence.class);
        advanced.putAll(next);
        advanced.merge(sequence, 2L, (current, first) -> current + 1);
        return new Ledger(advanced, totals);
    }

    public long total(Total total) {
        return totals.getOrDefault(total, 0L);
    }

    Ledger plus(Total total, long amount) {
        Map<Total, Long> changed = new EnumMap<>(Total.class);
        changed.putAll(totals);
        changed.merge(total, amount, Long::sum);
        return new Ledger(next, changed);
    }
}
