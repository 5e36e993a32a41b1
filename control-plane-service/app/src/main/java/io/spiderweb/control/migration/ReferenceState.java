package io.spiderweb.control.migration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.NodeReply.Platform;
import io.spiderweb.wire.control.NodeService;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import io.spiderweb.wire.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot document of the reference ({@code spec control 6.2}): what may be missing is filled in, and anything of the wrong type
 * makes all of it unreadable.
 */
record ReferenceState(
        Map<String, Long> next,
        Map<String, Long> metrics,
        List<Invite> invites,
        List<Node> nodes,
        List<PendingJoin> pendingJoins,
        List<Project> projects,
        Map<String, String> activeProjects) {

    record Invite(String id, Secret token, long createdAtMs, long expiresAtMs, boolean redeemed) {}

    record Node(
            String id,
            String name,
            String fsUrl,
            Secret secret,
            Platform platform,
            Map<String, String> labels,
            List<NodeService> services,
            long joinedAtMs,
            long lastSeenMs,
            long leaseExpiresAtMs) {}

    record PendingJoin(String id, String nodeName, String fsUrl, Platform platform, long requestedAtMs) {}

    record Mount(String path, String nodeId, String exportName) {}

    /** @param token null if it has none */
    record Project(
            String id,
            String name,
            String vision,
            String status,
            boolean isDeleteProtected,
            @Nullable Secret token,
            long createdAtMs,
            long updatedAtMs,
            List<Mount> mounts) {}

    @FunctionalInterface
    private interface Reader<T> {
        T read(Fields fields) throws InvalidJsonException;
    }

    static ReferenceState parse(String text) throws InvalidJsonException {
        Fields root = new Fields(Json.parseObject(text));
        return new ReferenceState(
                next(root),
                numbers(root.optionalObject("metrics").object()),
                all(root, "invites", ReferenceState::invite, Invite::id),
                all(root, "nodes", ReferenceState::node, Node::id),
                all(root, "pending_joins", ReferenceState::pendingJoin, PendingJoin::id),
                all(root, "projects", ReferenceState::project, Project::id),
                activeProjects(root));
    }

    /** The numbers that come next; an older document has them at its root. */
    private static Map<String, Long> next(Fields root) throws InvalidJsonException {
        Map<String, Long> next =
                new LinkedHashMap<>(numbers(root.optionalObject("next").object()));
        for (String name : List.of("invite_id", "node_id", "pending_join_id", "project_id")) {
            if (root.has("next_" + name)) {
                next.putIfAbsent(name, root.requiredUnsigned("next_" + name));
            }
        }
        return next;
    }

    private static Map<String, Long> numbers(ObjectNode object) throws InvalidJsonException {
        Map<String, Long> numbers = new LinkedHashMap<>();
        for (String name : object.propertyStream().map(Map.Entry::getKey).toList()) {
            numbers.put(name, new Fields(object).requiredUnsigned(name));
        }
        return numbers;
    }

    private static <T> List<T> all(Fields root, String name, Reader<T> reader, Function<T, String> id)
            throws InvalidJsonException {
        List<T> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        if (root.has(name)) {
            for (Fields fields : root.objects(name)) {
                T one = reader.read(fields);
                if (!ids.add(id.apply(one))) {
                    throw new InvalidJsonException(Kind.VALUE, name + " has " + id.apply(one) + " twice");
                }
                all.add(one);
            }
        }
        return all;
    }

    private static Invite invite(Fields fields) throws InvalidJsonException {
        return new Invite(
                fields.required("id"),
                fields.requiredSecret("token"),
                fields.requiredUnsigned("created_at_ms"),
                fields.requiredUnsigned("expires_at_ms"),
                fields.bool("redeemed", false));
    }

    private static Node node(Fields fields) throws InvalidJsonException {
        String id = fields.required("id");
        return new Node(
                id,
                text(fields, "name", id),
                text(fields, "fs_url", ""),
                fields.requiredSecret("secret"),
                platform(fields),
                labels(fields.optionalObject("labels").object()),
                fields.has("services") ? NodeService.readAll(fields) : List.of(),
                fields.requiredUnsigned("joined_at_ms"),
                fields.requiredUnsigned("last_seen_ms"),
                fields.requiredUnsigned("lease_expires_at_ms"));
    }

    private static PendingJoin pendingJoin(Fields fields) throws InvalidJsonException {
        String id = fields.required("id");
        return new PendingJoin(
                id,
                text(fields, "node_name", id),
                text(fields, "fs_url", ""),
                platform(fields),
                fields.requiredUnsigned("requested_at_ms"));
    }

    private static Project project(Fields fields) throws InvalidJsonException {
        String id = fields.required("id");
        boolean isBuiltin = text(fields, "kind", id.equals("system") ? "system_builtin" : "normal")
                .equals("system_builtin");
        List<Mount> mounts = new ArrayList<>();
        for (Fields mount : fields.has("mounts") ? fields.objects("mounts") : List.<Fields>of()) {
            mounts.add(
                    new Mount(mount.required("mount_path"), mount.required("node_id"), mount.required("export_name")));
        }
        return new Project(
                id,
                text(fields, "name", id),
                text(fields, "vision", ""),
                text(fields, "status", "active"),
                fields.bool("is_delete_protected", isBuiltin),
                fields.has("mutation_token") ? fields.requiredSecret("mutation_token") : null,
                fields.requiredUnsigned("created_at_ms"),
                fields.requiredUnsigned("updated_at_ms"),
                mounts);
    }

    private static Map<String, String> activeProjects(Fields root) throws InvalidJsonException {
        Map<String, String> active = new LinkedHashMap<>();
        for (Fields fields :
                root.has("active_project_by_agent") ? root.objects("active_project_by_agent") : List.<Fields>of()) {
            active.put(fields.required("agent_id"), text(fields, "project_id", ""));
        }
        return active;
    }

    private static Platform platform(Fields fields) throws InvalidJsonException {
        Fields platform = fields.optionalObject("platform");
        return new Platform(
                text(platform, "os", "unknown"),
                text(platform, "arch", "unknown"),
                text(platform, "runtime_kind", "unknown"));
    }

    private static Map<String, String> labels(ObjectNode object) throws InvalidJsonException {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String name : object.propertyStream().map(Map.Entry::getKey).toList()) {
            labels.put(name, new Fields(object).text(name));
        }
        return labels;
    }

    private static String text(Fields fields, String name, String absent) throws InvalidJsonException {
        return fields.has(name) ? fields.text(name) : absent;
    }
}
