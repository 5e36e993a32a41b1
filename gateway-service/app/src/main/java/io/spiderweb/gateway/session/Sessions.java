package io.spiderweb.gateway.session;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.SessionReply;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.control.SessionRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one connection, as the control plane has confirmed them ({@code spec gateway 3}); immutable.
 *
 * @param active key of the session that is meant when none is named; empty before the control plane was asked
 * @param attached how a session was attached, to do it again on a new connection; in the order of the attachments
 * @param gate why this client may only attach, or null
 */
public record Sessions(
        String active,
        Map<String, Binding> bindings,
        Map<String, SessionRequest.Attach> attached,
        @Nullable Gate gate) {

    /** What a client that has to attach first is told instead of answers ({@code spec gateway 2.6}). */
    public record Gate(ErrorCode code, String message) {}

    /** The session that is there from the beginning. */
    private static final String MAIN = "main";

    /** Nobody has asked the control plane yet. */
    public static final Sessions UNKNOWN = new Sessions("", Map.of(), Map.of(), null);

    /** Of a client that may have none. */
    public static final Sessions NONE = new Sessions(MAIN, Map.of(), Map.of(), null);

    public boolean isKnown() {
        return !active.isEmpty();
    }

    /** @param key null for the active session */
    public Optional<Binding> find(@Nullable String key) {
        return Optional.ofNullable(bindings.get(key == null ? active : key));
    }

    /** A gated client is told nothing; it has the placeholder that it may not use ({@code spec gateway 3.1}). */
    public Sessions gated(Gate reason) {
        return new Sessions(MAIN, Map.of(MAIN, new Binding(MAIN, "mother", "system")), attached, reason);
    }

    public Sessions listed(SessionReply.Sessions reply) {
        Map<String, Binding> all = new LinkedHashMap<>();
        reply.sessions().forEach(binding -> all.put(binding.sessionKey(), binding));
        return new Sessions(reply.activeSession(), all, attached, null);
    }

    public Sessions attached(SessionRequest.Attach request, SessionReply.Attached reply) {
        Map<String, SessionRequest.Attach> again = new LinkedHashMap<>(attached);
        again.remove(request.sessionKey());
        // with the project that was chosen, since the choice may depend on what was bound before
        again.put(
                request.sessionKey(),
                new SessionRequest.Attach(
                        request.sessionKey(), reply.agentId(), reply.projectId(), tokenFor(request, reply)));
        return new Sessions(reply.sessionKey(), with(reply), again, null);
    }

    public Sessions resumed(SessionReply.Attached reply) {
        return new Sessions(reply.sessionKey(), with(reply), attached, gate);
    }

    public Sessions closed(SessionReply.Closed reply) {
        return without(reply.sessionKey(), reply.activeSession());
    }

    /** Forgets a session that the control plane would not attach again. */
    public Sessions lost(String key) {
        return without(key, key.equals(active) ? MAIN : active);
    }

    /** What must be asked of a new connection so that it has the sessions of this one. */
    public List<SessionRequest> replay() {
        boolean activeIsNotLast = !attached.isEmpty()
                && !active.equals(List.copyOf(attached.keySet()).getLast());
        Stream<SessionRequest> resume = activeIsNotLast ? Stream.of(new SessionRequest.Resume(active)) : Stream.empty();
        return Stream.<SessionRequest>concat(attached.values().stream(), resume).toList();
    }

    private Sessions without(String key, String nowActive) {
        Map<String, Binding> left = new LinkedHashMap<>(bindings);
        left.remove(key);
        Map<String, SessionRequest.Attach> again = new LinkedHashMap<>(attached);
        again.remove(key);
        return new Sessions(nowActive, left, again, gate);
    }

    private Map<String, Binding> with(SessionReply.Attached reply) {
        Map<String, Binding> all = new LinkedHashMap<>(bindings);
        all.put(reply.sessionKey(), new Binding(reply.sessionKey(), reply.agentId(), reply.projectId()));
        return all;
    }

    // attaching a session again without its project keeps the project and its token (spec gateway 3.3 step 2)
    private io.spiderweb.wire.@Nullable Secret tokenFor(SessionRequest.Attach request, SessionReply.Attached reply) {
        SessionRequest.Attach before = attached.get(request.sessionKey());
        boolean asBefore = request.projectToken() == null && request.projectId() == null;
        return asBefore && before != null && before.agentId().equals(reply.agentId())
                ? before.projectToken()
                : request.projectToken();
    }
}
