package io.spiderweb.wire.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers to {@link SessionRequest}. */
public sealed interface SessionReply extends ControlReply {

    /** @param workspace always empty */
    record Attached(
            String sessionKey,
            String agentId,
            @Nullable String projectId,
            Map<String, String> workspace,
            AttachState attach)
            implements SessionReply {}

    record Status(
            String sessionKey, String agentId, @Nullable String projectId, AttachState attach)
            implements SessionReply {}

    record Sessions(String activeSession, List<Binding> sessions) implements SessionReply {}

    record Closed(String sessionKey, boolean closed, String activeSession) implements SessionReply {}

    record Binding(
            String sessionKey, String agentId, @Nullable String projectId) {}

    /** @param state {@code warming}, {@code ready} or {@code error} */
    record AttachState(
            String state,
            boolean runtimeReady,
            boolean mountReady,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            long updatedAtMs) {

        public static AttachState ready(long nowMs) {
            return new AttachState("ready", true, true, null, null, nowMs);
        }
    }
}
