package io.spiderweb.control.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One part of the way, and what was found there.
 *
 * @param name such as {@code gateway} or {@code node edge}
 * @param roundTripMs of one small request; null if there was no answer
 * @param detail what is there; for a failure what is wrong and what to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Hop(String name, State state, @Nullable Double roundTripMs, String detail) {

    private static final int TRIPS = 5;

    enum State {
        OK,
        FAILED,
        SKIPPED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is done to see how long it takes. */
    interface Trip {
        /** @return what is there */
        String make() throws IOException;
    }

    /** The shortest of a few trips: the first ones take what a fresh process takes. */
    static Hop measured(String name, Trip trip) {
        Hop first = once(name, trip);
        return first.state == State.OK
                ? IntStream.range(1, TRIPS)
                        .mapToObj(n -> once(name, trip))
                        .filter(hop -> hop.roundTripMs != null)
                        .min(Comparator.comparing(Hop::roundTripMs))
                        .orElse(first)
                : first;
    }

    static Hop once(String name, Trip trip) {
        long begin = System.nanoTime();
        try {
            String detail = trip.make();
            return new Hop(name, State.OK, (System.nanoTime() - begin) / 1000 / 1e3, detail);
        } catch (IOException e) {
            return failed(name, String.valueOf(e.getMessage()));
        }
    }

    static Hop failed(String name, String detail) {
        return new Hop(name, State.FAILED, null, detail);
    }

    static Hop skipped(String name, String detail) {
        return new Hop(name, State.SKIPPED, null, detail);
    }

    String line() {
        String time = roundTripMs == null ? "" : String.format(Locale.ROOT, "%.1f ms", roundTripMs);
        return String.format(Locale.ROOT, "%-8s %-20s %10s  %s", state.wireName(), name, time, detail);
    }
}
