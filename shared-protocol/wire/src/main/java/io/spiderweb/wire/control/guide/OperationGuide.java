package io.spiderweb.wire.control.guide;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Access;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.ControlOperation.Shape;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one operation is for ({@code spec control 3, later-clients}).
 *
 * @param summary one sentence
 * @param members of its payload, without the tokens that gate it
 * @param ownErrors the codes that only what it does can cause
 * @param examples payloads that the server reads; at least one
 */
public record OperationGuide(
        ControlOperation operation,
        String summary,
        List<Member> members,
        Set<ErrorCode> ownErrors,
        List<String> examples) {

    /** What any frame may be answered with, whatever it asks for ({@code spec control 1.4, 2.5}). */
    public static final Set<ErrorCode> ERRORS_OF_ANY = EnumSet.of(
            ErrorCode.INVALID_ENVELOPE,
            ErrorCode.PROTOCOL_MISMATCH,
            ErrorCode.PROVISIONING_REQUIRED,
            ErrorCode.LAST_TARGET_INVALID);

    private static final Map<ControlOperation, OperationGuide> GUIDES = Stream.of(
                    ConnectionGuides.all(),
                    SessionGuides.all(),
                    NodeGuides.all(),
                    ProjectGuides.all(),
                    OperatorGuides.all())
            .flatMap(List::stream)
            .collect(Collectors.toMap(OperationGuide::operation, guide -> guide));

    /** The operations that clients may call, in the order of the table. */
    public static List<OperationGuide> all() {
        return Stream.of(ControlOperation.values())
                .filter(operation -> operation.access() != Access.SERVICE)
                .map(OperationGuide::of)
                .toList();
    }

    /** @throws IllegalArgumentException if only services may call it */
    public static OperationGuide of(ControlOperation operation) {
        OperationGuide guide = GUIDES.get(operation);
        if (guide == null) {
            throw new IllegalArgumentException(operation.type() + " is described nowhere");
        }
        return guide;
    }

    static OperationGuide of(ControlOperation operation, String summary, Member... members) {
        return new OperationGuide(operation, summary, List.of(members), Set.of(), List.of());
    }

    OperationGuide errors(ErrorCode... codes) {
        return new OperationGuide(operation, summary, members, Set.of(codes), examples);
    }

    /** Once more with a payload, in which {@code '} stands for a quotation mark. */
    OperationGuide example(String payload) {
        List<String> more = new ArrayList<>(examples);
        more.add(payload.replace('\'', '"'));
        return new OperationGuide(operation, summary, members, ownErrors, List.copyOf(more));
    }

    /** Its name, without the channel. */
    public String name() {
        return operation.type().substring(operation.channel().length() + 1);
    }

    /** Who may call it, as a phrase. */
    public String callers() {
        return switch (operation.access()) {
            case ANYONE -> "everybody";
            case ANY -> "admins and users";
            case ADMIN -> "admins";
            case INVITE -> "admins, and the holder of an invite";
            case NODE -> "admins, and the node itself";
            case SERVICE -> "services";
        };
    }

    /** The tokens that the server may want to see besides, if it has them ({@code spec control 3.3}). */
    public List<Member> gateTokens() {
        Member operator =
                Member.optional("operator_token", MemberType.secret(), "the operator token, if the server has one");
        return switch (operation.scope()) {
            case NONE -> List.of();
            case OPERATOR -> List.of(operator);
            case PROJECT -> List.of(operator, scopeToken("project_scope_token"));
            case NODE -> List.of(operator, scopeToken("node_scope_token"));
        };
    }

    /** All codes that it may be answered with, beside {@link #ERRORS_OF_ANY}. */
    public Set<ErrorCode> errors() {
        Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
        codes.addAll(ownErrors);
        boolean isGated = operation.scope() != Scope.NONE;
        if (operation.access() != Access.ANYONE && operation.access() != Access.ANY) {
            codes.add(ErrorCode.FORBIDDEN);
        }
        if (isGated) {
            codes.add(ErrorCode.CORRELATION_REQUIRED);
            codes.add(ErrorCode.OPERATOR_AUTH_FAILED);
        }
        if (operation != ControlOperation.VERSION && !operation.ignoresPayload()) {
            codes.add(ErrorCode.INVALID_PAYLOAD);
            if (isGated || members.stream().anyMatch(Member::isRequired)) {
                codes.add(ErrorCode.MISSING_FIELD);
            }
        }
        if (operation.shape() == Shape.B) {
            codes.add(ErrorCode.CONTROL_PLANE_ERROR);
        }
        return codes;
    }

    private static Member scopeToken(String name) {
        return Member.optional(name, MemberType.secret(), "the token of this kind of operation, if the server has one");
    }
}
