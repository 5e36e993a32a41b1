package io.spiderweb.control.transcript;

import java.util.Map;
import java.util.Set;

/** Where we answer otherwise than the recordings, each with its reason. All else is compared member by member. */
final class Differences {

    /** Scenarios that are left out as a whole. */
    static final Map<String, String> LEFT_OUT = Map.of(
            "wrong-token", "refused with HTTP 401 before the upgrade: WhoMaySeeWhatTest",
            "wrong-path", "refused with HTTP 404 before the upgrade: WhoMaySeeWhatTest",
            "target-gone", "needs two connections: WhoMaySeeWhatTest",
            "operator-and-project-scope-token", "needs another configuration: GatedTranscriptTest",
            "stored-snapshot", "a document that is imported: ImportTest",
            "stored-snapshot-encrypted", "a document that is imported: ImportTest",
            "stored-auth-tokens", "a document on disk: CredentialFilesTest");

    /** Answers of which only the kind is compared, as {@code scenario step}. */
    static final Map<String, String> KIND_ONLY = Map.of(
            "request-approve 8", "the list also has what other tests asked for",
            "projects 20", "the builtin project has no mounts yet, since there is no local node",
            "projects 22", "the list also has what other tests made",
            "auth 10", "the totals also have what other tests did",
            "operator-and-project-scope-token 24", "requests to join are recorded too",
            "auth 14", "ids and earlier records are those of this run: AuditTest",
            "workspace-errors 12", "the status is also that of projects that other tests made",
            "services 16", "the list also has what other tests made",
            "project-up 2", "the first living node is selected, not the one refreshed last");

    /** Answers of the other kind: refused there, done here, or the other way round. */
    static final Map<String, String> BETTER =
            Map.of("invite-join 22", "expires_in_ms 0 is brought up to 1 s, so that this invite still opens");

    /** Recorded events that we do not send. */
    static final Map<String, String> NOT_SENT = Map.of(
            "push 15", "a refresh that changes nothing is told to nobody",
            "push 23", "its counts are those of another server: ReconcileTest");

    /**
     * Members whose values are not compared: how projects stand depends on the moment and on those of other tests.
     */
    static final Set<String> MEMBERS = Set.of(
            "reconcile_state",
            "queue_depth",
            "last_reconcile_ms",
            "last_success_ms",
            "last_error",
            "status",
            "message");

    private Differences() {}
}
