package io.spiderweb.gateway.acheron;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers for places, given in the order in which a connection first sees them. One not seen for long may get another. */
final class FileNumbers {

    private static final long ROOT = 1;
    private static final int MAX_NUMBERS = 10_000;

    private final Map<Place, Long> numbers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Long> eldest) {
            return size() > MAX_NUMBERS;
        }
    };

    private long last = ROOT;

    long of(Place place) {
        return place.equals(Place.ROOT) ? ROOT : numbers.computeIfAbsent(place, first -> ++last);
    }
}
