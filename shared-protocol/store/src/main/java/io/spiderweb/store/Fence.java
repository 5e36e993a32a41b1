package io.spiderweb.store;

/**
 * Proof of a leadership, to be given with the leader's writes: they are refused once somebody else has led.
 *
 * @param epoch 1 or more, higher at each win
 */
public record Fence(String name, long epoch) {
    public Fence {
        Text.requireName("leader name", name);
    }
}
