package io.spiderweb.wire.control.guide;

import static io.spiderweb.wire.control.guide.Member.optional;
import static io.spiderweb.wire.control.guide.Member.required;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.AuthRequest;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.OperatorRequest;
import java.util.List;

/** What an operator looks at and changes: totals, role tokens, audit, reconciliation ({@code spec control 3.4, 3.8}). */
final class OperatorGuides {

    private OperatorGuides() {}

    static List<OperationGuide> all() {
        return List.of(
                OperationGuide.of(ControlOperation.METRICS, "Tells the totals that /metrics.json tells.")
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.AUTH_STATUS,
                                "Shows the tokens of both roles, where they are kept, and what each role attached to last.")
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.AUTH_ROTATE,
                                "Replaces the token of a role, or of the services, and ends what it opened; answers the new one.",
                                required("role", new MemberType.OneOf(AuthRequest.ROLES), "whose token"))
                        .errors(ErrorCode.STORAGE_ERROR)
                        .example("{'role':'user'}"),
                OperationGuide.of(
                                ControlOperation.RECONCILE_STATUS,
                                "Tells how far what is agrees with what should be, over all projects or for one.",
                                optional("project_id", MemberType.identifier(128), "that project's only"))
                        .errors(ErrorCode.PROJECT_NOT_FOUND)
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.BACKUP_CREATE,
                                "Makes a sealed backup of the whole state, in place of the one before.")
                        .errors(ErrorCode.UNSUPPORTED, ErrorCode.STORAGE_ERROR)
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.BACKUP_READ,
                                "Fetches a piece of the newest backup.",
                                required("backup_id", MemberType.identifier(64), "which backup"),
                                optional("offset", new MemberType.Unsigned("bytes"), 0, "where the piece begins"))
                        .errors(ErrorCode.NOT_FOUND)
                        .example("{'backup_id':'0b2a4f6e-3f0e-4d4e-9a55-0c7c7f9f1d10','offset':786432}"),
                OperationGuide.of(
                                ControlOperation.AUDIT_TAIL,
                                "Lists who did what, newest first.",
                                optional(
                                        "limit",
                                        MemberType.count(),
                                        OperatorRequest.DEFAULT_LIMIT,
                                        "how many; " + OperatorRequest.MAX_LIMIT + " at most"),
                                optional("agent_id", MemberType.text("text"), "that agent's only"))
                        .example("{'limit':5}"));
    }
}
