package io.spiderweb.mount;

import java.time.Duration;

/**
 * How the engine behaves.
 *
 * @param patience how long an operation waits for a node that is away or does not answer. A node that has been away for longer
 *     than this fails operations at once, until it is back
 * @param oneShot for a process that runs one command: connects to what the command needs, hears of no changes, and gives up
 *     at the first failed connection attempt
 * @param uncheckedLife how long something is believed that a node without {@code events-1} told
 * @param posix whether nodes are asked for {@code posix-1}. Links are then shown as links, which a kernel follows and this
 *     engine does not
 */
public record MountOptions(Duration patience, boolean oneShot, Duration uncheckedLife, boolean posix) {

    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    private static final Duration UNCHECKED_LIFE = Duration.ofSeconds(1);

    public static MountOptions lasting() {
        return new MountOptions(DEFAULT_PATIENCE, false, UNCHECKED_LIFE, false);
    }

    public static MountOptions forKernel() {
        return new MountOptions(DEFAULT_PATIENCE, false, UNCHECKED_LIFE, true);
    }

    public static MountOptions forOneCommand() {
        return new MountOptions(DEFAULT_PATIENCE, true, UNCHECKED_LIFE, false);
    }

    public MountOptions withPatience(Duration newPatience) {
        return new MountOptions(newPatience, oneShot, uncheckedLife, posix);
    }
}
