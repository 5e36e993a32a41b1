package io.spiderweb.control.sealing;

import io.spiderweb.store.Key;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Seals documents for their place, so that one cannot be put where another was, and opens them again. */
final class Seal {

    private static final String AAD = "spiderweb-control-plane-state-v1/";

    private final KeyRing ring;

    /** Once everything is sealed, a document that is not was put there by somebody without the key. */
    private volatile boolean complete;

    Seal(KeyRing ring) {
        this.ring = ring;
    }

    KeyRing ring() {
        return ring;
    }

    boolean isComplete() {
        return complete;
    }

    void complete() {
        complete = true;
    }

    String seal(Key place, String text) {
        return ring.current()
                .map(key -> AesGcm.seal(key, aad(place), text.getBytes(StandardCharsets.UTF_8))
                        .text())
                .orElse(text);
    }

    /** @throws StoreException if it is unreadable; the message says why */
    String open(Key place, String text) {
        Optional<Envelope> envelope = Envelope.parse(text);
        if (envelope.isPresent()) {
            return open(place, envelope.get());
        }
        if (complete) {
            throw unreadable(place, "it is not sealed, though all of this state was: it was changed from outside");
        }
        return text;
    }

    /** Whether a document would be written like this now. */
    boolean isCurrent(String text) {
        Optional<Envelope> envelope = Envelope.parse(text);
        return ring.current().isEmpty()
                ? envelope.isEmpty()
                : envelope.filter(found -> ring.isCurrent(found.key())).isPresent();
    }

    /** @throws StoreException if a document cannot be opened, or what is in it is damaged */
    void check(Key place, String text) {
        try {
            Json.parse(open(place, text));
        } catch (InvalidJsonException e) {
            throw unreadable(place, "it is damaged");
        }
    }

    private String open(Key place, Envelope envelope) {
        StateKey key = ring.find(envelope.key()).orElseThrow(() -> unreadable(place, missing(envelope.key())));
        return AesGcm.open(key, aad(place), envelope)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> unreadable(place, "it is damaged or was moved there, as its seal does not fit"));
    }

    private String missing(String id) {
        return ring.current().isEmpty()
                ? "it is sealed with key " + id + ", and no key is set: set SPIDERWEB_CONTROL_STATE_KEY_HEX"
                : "it is sealed with key " + id + ", but the keys that are set are " + ring.ids()
                        + ": correct SPIDERWEB_CONTROL_STATE_KEY_HEX, or add that key to"
                        + " SPIDERWEB_CONTROL_STATE_PREVIOUS_KEYS_HEX";
    }

    private static StoreException unreadable(Key place, String why) {
        return new StoreException(
                Reason.UNREADABLE, "the state cannot be read at " + place + ": " + why + ". Nothing was changed", null);
    }

    private static byte[] aad(Key place) {
        return (AAD + place).getBytes(StandardCharsets.UTF_8);
    }
}
