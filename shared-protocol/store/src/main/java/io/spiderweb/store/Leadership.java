package io.spiderweb.store;

/** The answer to {@link Store#lead}. */
public sealed interface Leadership {

    /** The asker leads until {@code untilMs} in database time. */
    record Held(Fence fence, long untilMs) implements Leadership {}

    record HeldByOther(String holder, long untilMs) implements Leadership {}
}
