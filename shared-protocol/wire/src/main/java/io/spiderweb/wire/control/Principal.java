package io.spiderweb.wire.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/**
 * Who a connection speaks for. Passed wherever a decision depends on the caller.
 *
 * @param id stable name, such as {@code role:admin} or {@code node:node-4}; never a secret
 * @param scopes what a restricted credential is limited to, such as the node id of a node's own secret
 */
public record Principal(String id, Role role, Set<String> scopes) {

    public enum Role {
        ADMIN,
        USER,
        /** Another service of ours. */
        SERVICE,
        /** A node's own secret: may refresh the lease of that node and tell its services. */
        NODE,
        /** An invite: may join. */
        INVITE,
        /** No credential at all. */
        ANONYMOUS;

        @JsonValue
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @JsonCreator
        static Role of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    public static final Principal ADMIN = new Principal("role:admin", Role.ADMIN, Set.of());
    public static final Principal USER = new Principal("role:user", Role.USER, Set.of());
    public static final Principal SERVICE = new Principal("role:service", Role.SERVICE, Set.of());
    public static final Principal ANONYMOUS = new Principal("role:anonymous", Role.ANONYMOUS, Set.of());

    public static Principal node(String nodeId) {
        return new Principal("node:" + nodeId, Role.NODE, Set.of(nodeId));
    }

    public static Principal invite(String inviteId) {
        return new Principal("invite:" + inviteId, Role.INVITE, Set.of(inviteId));
    }

    @JsonIgnore
    public boolean isAdmin() {
        return role == Role.ADMIN || role == Role.SERVICE;
    }
}
