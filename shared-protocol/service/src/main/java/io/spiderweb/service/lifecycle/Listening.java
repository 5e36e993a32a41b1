package io.spiderweb.service.lifecycle;

/**
 * CDI event, fired once when the service can be reached, on a thread that may block.
 *
 * @param port that it listens on, also where it took a free one
 */
public record Listening(int port) {}
