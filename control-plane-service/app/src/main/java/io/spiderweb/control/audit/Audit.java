package io.spiderweb.control.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.control.Caller;
import io.spiderweb.control.ControlConfig;
import io.spiderweb.service.launch.StartupException;
import io.spiderweb.service.limit.Allowance;
import io.spiderweb.store.Journal;
import io.spiderweb.store.Store;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlFrame;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlReply;
import io.spiderweb.wire.control.OperatorReply;
import io.spiderweb.wire.control.OperatorRequest;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.Principal.Role;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** The audit log. What is recorded is on the disk before its caller has an answer. */
@Singleton
public class Audit {

    private static final Logger LOG = Logger.getLogger(Audit.class);

    private final Journal journal;
    private final int kept;
    private final Allowance repetitions = new Allowance(1, Duration.ofHours(1));
    private final Allowance failures = new Allowance(60, Duration.ofMinutes(1));
    private final Counter omitted;
    private final Counter lost;

    @Inject
    public Audit(Store store, ControlConfig config, MeterRegistry registry) {
        this(store.journal(), config.auditRecords(), registry);
    }

    Audit(Journal journal, int kept, MeterRegistry registry) {
        if (kept < 1) {
            throw new StartupException("SPIDERWEB_AUDIT_RECORDS must be 1 or more, not " + kept + ": correct it");
        }
        this.journal = journal;
        this.kept = kept;
        this.omitted = Counter.builder("spiderweb.audit.omitted")
                .description("failures that were not recorded, since too many of their kind came within a minute")
                .register(registry);
        this.lost = Counter.builder("spiderweb.audit.lost")
                .description("records that could not be stored; they are in the service's log")
                .register(registry);
    }

    /** @param address where the caller comes from */
    public void done(Caller caller, String address, ControlFrame.Request request, ControlReply reply) {
        Importance importance = Importance.of(request.operation(), caller, reply);
        if (importance != Importance.NONE) {
            record(
                    importance,
                    caller.agentId(),
                    Event.done(caller, address, request, Subject.of(reply, request.payload())));
        }
    }

    public void refused(Caller caller, String address, ControlFrame.Request request, ErrorCode error) {
        // the gateway asks on behalf of somebody who shows it a token
        if (request.operation() == ControlOperation.INTERNAL_VERIFY_BEARER
                && caller.principal().role() == Role.SERVICE
                && error == ErrorCode.FORBIDDEN) {
            loginRefused(address);
            return;
        }
        Importance importance = Importance.of(request.operation(), error);
        if (importance != Importance.NONE) {
            record(importance, caller.agentId(), Event.refused(caller, address, request, error));
        }
    }

    /** Somebody showed a bearer that nobody knows. */
    public void loginRefused(String address) {
        record(Importance.FAILURE, Principal.ANONYMOUS.id(), Event.loginRefused(address));
    }

    /** A node was silent for too long. */
    public void nodeForgotten(String nodeId) {
        Event event = Event.nodeForgotten(nodeId);
        append(event.principal(), event);
    }

    public OperatorReply.AuditTail tail(OperatorRequest.AuditTail request) {
        return new OperatorReply.AuditTail(
                request.limit() == 0
                        ? List.of()
                        : journal.newest(request.agentId(), Long.MAX_VALUE, request.limit()).stream()
                                .map(Event::read)
                                .toList());
    }

    private void record(Importance importance, String agentId, Event event) {
        switch (importance) {
            case NONE -> {}
            case REPEATED -> {
                if (repetitions
                        .take(agentId + " " + event.kind() + " " + event.subject())
                        .isZero()) {
                    append(agentId, event);
                }
            }
            case FAILURE -> {
                if (failures.take(event.kind()).isZero()) {
                    append(agentId, event);
                } else {
                    omitted.increment();
                }
            }
            case CHANGE -> append(agentId, event);
        }
    }

    // what was done cannot be undone, so that a disk that is full must not make it look refused
    private void append(String agentId, Event event) {
        String text = Json.write(event);
        try {
            journal.append(agentId, text, kept);
        } catch (RuntimeException e) {
            lost.increment();
            LOG.errorf(
                    "the audit log could not be written (%s); what it lacks: agent %s, %s",
                    e.getMessage(), agentId, text);
        }
    }
}
