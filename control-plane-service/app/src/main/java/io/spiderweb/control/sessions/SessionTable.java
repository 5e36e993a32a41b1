package io.spiderweb.control.sessions;

import io.spiderweb.control.Refused;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.SessionReply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one connection, one of which is active ({@code spec control 3.5}). They end with it. Not safe for threads: only
 * the one that handles the connection's frames touches it.
 */
public final class SessionTable {

    static final String MAIN = "main";

    private static final int MAX_SESSIONS = 256;

    /** @param token what was presented for the project */
    record Binding(
            String agentId,
            @Nullable String projectId,
            @Nullable Secret token) {

        boolean isOf(String otherAgentId) {
            return agentId.equals(otherAgentId);
        }
    }

    private final Map<String, Binding> bindings = new LinkedHashMap<>();
    private String active = MAIN;
    private @Nullable ErrorCode gate;

    /** @param gate what a user is told who has not attached yet; null where there is no gate */
    SessionTable(Binding main, @Nullable ErrorCode gate) {
        bindings.put(MAIN, main);
        this.gate = gate;
    }

    /** What all operations but negotiation and attach are answered with until a first attach ({@code spec control 2.5}). */
    public Optional<ErrorCode> gate() {
        return Optional.ofNullable(gate);
    }

    public String activeKey() {
        return active;
    }

    /** The agent of the active session. */
    public String actingAgent() {
        return find(active).orElseThrow().agentId();
    }

    Optional<Binding> find(String key) {
        return Optional.ofNullable(bindings.get(key));
    }

    Binding require(String key) throws Refused {
        return find(key).orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, "this connection has no session " + key));
    }

    void checkRoomFor(String key) throws Refused {
        if (bindings.size() >= MAX_SESSIONS && !bindings.containsKey(key)) {
            throw new Refused(
                    ErrorCode.INVALID_PAYLOAD,
                    "this connection has " + MAX_SESSIONS + " sessions: close one with control.session_close first");
        }
    }

    void attach(String key, Binding binding) {
        bindings.put(key, binding);
        active = key;
        gate = null;
    }

    void activate(String key) {
        active = key;
    }

    void close(String key) {
        bindings.remove(key);
        if (active.equals(key)) {
            active = MAIN;
        }
    }

    SessionReply.Sessions list() {
        return new SessionReply.Sessions(
                active,
                bindings.entrySet().stream()
                        .map(session -> new SessionReply.Binding(
                                session.getKey(),
                                session.getValue().agentId(),
                                session.getValue().projectId()))
                        .toList());
    }
}
