package io.spiderweb.wire.chat;

import org.jspecify.annotations.Nullable;

/** What a client asks without a channel. */
public sealed interface ChatRequest {

    /** {@code generated} when the frame named none ({@code spec gateway 7.1}). */
    String id();

    /**
     * One chat turn.
     *
     * @param content null when the frame has none, which is answered {@code missing_content} after the session was found
     * @param sessionKey null for the active session
     */
    record SessionSend(
            String id, @Nullable String content, @Nullable String sessionKey) implements ChatRequest {}

    record Connect(String id) implements ChatRequest {}

    record Ping(String id) implements ChatRequest {}
}
