package io.spiderweb.gateway.acheron;

import io.spiderweb.wire.ErrorCode;
import java.util.HashMap;
import java.util.Map;

/** The places that one connection holds, by session and fid, so that sessions do not take each other's ({@code spec gateway 14} row 22). */
final class Fids {

    private static final int MAX_FIDS = 1_024;

    private record Fid(String sessionKey, long number) {}

    private final Map<Fid, Place> places = new HashMap<>();

    void put(String sessionKey, long number, Place place) throws Refusal {
        Fid fid = new Fid(sessionKey, number);
        if (places.size() >= MAX_FIDS && !places.containsKey(fid)) {
            throw new Refusal(
                    ErrorCode.INVALID, "this connection holds " + MAX_FIDS + " fids: give some back with t_clunk");
        }
        places.put(fid, place);
    }

    Place get(String sessionKey, long number) throws Refusal {
        Place place = places.get(new Fid(sessionKey, number));
        if (place == null) {
            throw new Refusal(ErrorCode.ENOENT, "unknown fid " + number);
        }
        return place;
    }

    /** Does nothing if there is none. */
    void remove(String sessionKey, long number) {
        places.remove(new Fid(sessionKey, number));
    }

    void removeAllOf(String sessionKey) {
        places.keySet().removeIf(fid -> fid.sessionKey().equals(sessionKey));
    }
}
