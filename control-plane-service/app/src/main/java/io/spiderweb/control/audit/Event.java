package io.spiderweb.control.audit;

import io.spiderweb.control.Caller;
import io.spiderweb.store.Journal;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.OperatorReply.AuditRecord;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as it is stored in the journal, whose topic is the acting agent.
 *
 * @param errorCode null if it was done
 */
record Event(
        String controlType,
        String scope,
        @Nullable String correlationId,
        @Nullable String errorCode,
        String principal,
        String address,
        @Nullable String subject) {

    /** Clients choose it, so that it may have any length. */
    private static final int MAX_CORRELATION = 256;

    static Event done(Caller caller, String address, ControlFrame.Request request, @Nullable String subject) {
        return of(caller, address, request, null, subject);
    }

    static Event refused(Caller caller, String address, ControlFrame.Request request, ErrorCode error) {
        return of(caller, address, request, error, Subject.of(request.payload()));
    }

    /** A bearer that nobody knows: refused before there was a connection. */
    static Event loginRefused(String address) {
        return new Event(
                ControlOperation.CONNECT.type(),
                wireName(Scope.NONE),
                null,
                ErrorCode.PROVIDER_AUTH_FAILED.wireName(),
                Principal.ANONYMOUS.id(),
                address,
                null);
    }

    /** Done by no caller, but by the passage of time. */
    static Event nodeForgotten(String nodeId) {
        return new Event("lease_reap", wireName(Scope.NODE), null, null, Principal.SERVICE.id(), "", nodeId);
    }

    static AuditRecord read(Journal.Entry entry) {
        Event event;
        try {
            event = Json.read(Json.parse(entry.text()), Event.class);
        } catch (InvalidJsonException e) {
            throw new IllegalStateException("the audit record " + entry.id() + " is unreadable", e);
        }
        return new AuditRecord(
                entry.id(),
                entry.writtenAtMs(),
                entry.topic(),
                event.controlType,
                event.scope,
                event.correlationId,
                event.errorCode == null ? "ok" : "error",
                event.errorCode,
                event.principal,
                event.address,
                event.subject);
    }

    /** What is the same each time that the same thing happens again; the address is not, for an attacker may have many. */
    String kind() {
        return String.join(" ", principal, controlType, String.valueOf(errorCode));
    }

    private static Event of(
            Caller caller,
            String address,
            ControlFrame.Request request,
            @Nullable ErrorCode error,
            @Nullable String subject) {
        // who may not call an operation at all never got to its gate (spec control 3.8)
        Scope scope =
                error == ErrorCode.FORBIDDEN ? Scope.NONE : request.operation().scope();
        return new Event(
                request.operation().type(),
                wireName(scope),
                shortened(request.correlation()),
                error == null ? null : error.wireName(),
                caller.principal().id(),
                address,
                subject);
    }

    private static @Nullable String shortened(@Nullable String correlation) {
        return correlation == null || correlation.length() <= MAX_CORRELATION
                ? correlation
                : correlation.substring(0, correlation.offsetByCodePoints(0, MAX_CORRELATION / 2)) + "…";
    }

    private static String wireName(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
