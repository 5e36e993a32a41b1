package io.spiderweb.wire.control;

import io.spiderweb.wire.Identifiers;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.InvalidJsonException.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Projects, their mounts and who works in them ({@code spec control 3.7, 3.8}). */
public sealed interface ProjectRequest extends ControlRequest {

    record Create(
            String name, @Nullable String status, @Nullable String vision) implements ProjectRequest {
        static Create read(Fields fields) throws InvalidJsonException {
            return new Create(
                    fields.required("name", ProjectRequest::isName, NAME_RULE),
                    optionalStatus(fields),
                    optionalVision(fields));
        }
    }

    /** @param name null, as the others, to leave it as it is */
    record Update(
            String projectId,
            Secret projectToken,
            @Nullable String name,
            @Nullable String vision,
            @Nullable String status)
            implements ProjectRequest {

        static Update read(Fields fields) throws InvalidJsonException {
            return new Update(
                    id(fields),
                    fields.requiredSecret("project_token"),
                    fields.optional("name", ProjectRequest::isName, NAME_RULE),
                    optionalVision(fields),
                    optionalStatus(fields));
        }
    }

    record Delete(String projectId, Secret projectToken) implements ProjectRequest {
        static Delete read(Fields fields) throws InvalidJsonException {
            return new Delete(id(fields), fields.requiredSecret("project_token"));
        }
    }

    record TokenRotate(String projectId, Secret projectToken) implements ProjectRequest {
        static TokenRotate read(Fields fields) throws InvalidJsonException {
            return new TokenRotate(id(fields), fields.requiredSecret("project_token"));
        }
    }

    record TokenRevoke(String projectId, Secret projectToken) implements ProjectRequest {
        static TokenRevoke read(Fields fields) throws InvalidJsonException {
            return new TokenRevoke(id(fields), fields.requiredSecret("project_token"));
        }
    }

    record ListAll() implements ProjectRequest {}

    record Get(String projectId) implements ProjectRequest {
        static Get read(Fields fields) throws InvalidJsonException {
            return new Get(id(fields));
        }
    }

    record MountList(String projectId) implements ProjectRequest {
        static MountList read(Fields fields) throws InvalidJsonException {
            return new MountList(id(fields));
        }
    }

    /** @param mountPath as given; blank ones are refused after the project was found ({@code spec control 3.7}) */
    record MountSet(String projectId, Secret projectToken, String nodeId, String exportName, String mountPath)
            implements ProjectRequest {

        static MountSet read(Fields fields) throws InvalidJsonException {
            return new MountSet(
                    id(fields),
                    fields.requiredSecret("project_token"),
                    identifier(fields, "node_id"),
                    identifier(fields, "export_name"),
                    fields.required("mount_path"));
        }
    }

    /** @param nodeId null, as {@code exportName}, to remove all mounts at the path */
    record MountRemove(
            String projectId,
            Secret projectToken,
            String mountPath,
            @Nullable String nodeId,
            @Nullable String exportName)
            implements ProjectRequest {

        static MountRemove read(Fields fields) throws InvalidJsonException {
            String id = id(fields);
            Secret token = fields.requiredSecret("project_token");
            String path = fields.required("mount_path");
            String node = fields.optional("node_id");
            String export = fields.optional("export_name");
            if ((node == null) != (export == null)) {
                throw new InvalidJsonException(Kind.MISSING, "node_id and export_name go together");
            }
            return new MountRemove(id, token, path, node, export);
        }
    }

    record Activate(String projectId, @Nullable Secret projectToken) implements ProjectRequest {
        static Activate read(Fields fields) throws InvalidJsonException {
            return new Activate(id(fields), fields.optionalSecret("project_token"));
        }
    }

    /**
     * Create or update, mount and activate at once.
     *
     * @param desiredMounts null to leave the mounts alone; otherwise what they become
     */
    record Up(
            @Nullable String projectId,
            @Nullable String name,
            @Nullable String vision,
            @Nullable String status,
            @Nullable Secret projectToken,
            boolean activate,
            @Nullable List<DesiredMount> desiredMounts)
            implements ProjectRequest {

        static Up read(Fields fields) throws InvalidJsonException {
            boolean activate = fields.bool("activate", true);
            Secret token = fields.optionalSecret("project_token");
            String nameMember = fields.optional("name") == null ? "project_name" : "name";
            return new Up(
                    optionalId(fields),
                    fields.optional(nameMember, ProjectRequest::isName, NAME_RULE),
                    optionalVision(fields),
                    optionalStatus(fields),
                    token,
                    activate,
                    fields.has("desired_mounts") ? mounts(fields) : null);
        }

        private static List<DesiredMount> mounts(Fields fields) throws InvalidJsonException {
            List<DesiredMount> mounts = new ArrayList<>();
            for (Fields mount : fields.objects("desired_mounts")) {
                mounts.add(new DesiredMount(
                        mount.required("mount_path"), identifier(mount, "node_id"), identifier(mount, "export_name")));
            }
            return List.copyOf(mounts);
        }
    }

    record DesiredMount(String mountPath, String nodeId, String exportName) {}

    /** @param projectId null for the acting agent's active project */
    record WorkspaceStatusOf(
            @Nullable String projectId, @Nullable Secret projectToken) implements ProjectRequest {
        static WorkspaceStatusOf read(Fields fields) throws InvalidJsonException {
            return new WorkspaceStatusOf(optionalId(fields), fields.optionalSecret("project_token"));
        }
    }

    /** @param projectId null for all projects */
    record ReconcileStatusOf(@Nullable String projectId) implements ProjectRequest {
        static ReconcileStatusOf read(Fields fields) throws InvalidJsonException {
            return new ReconcileStatusOf(optionalId(fields));
        }
    }

    String NAME_RULE = "1 to 128 bytes without control characters";
    String ID_RULE = "1 to 128 of A-Z a-z 0-9 - _ .";

    private static boolean isName(String text) {
        return Identifiers.isDisplayName(text, 128, false);
    }

    private static String id(Fields fields) throws InvalidJsonException {
        return identifier(fields, "project_id");
    }

    private static @Nullable String optionalId(Fields fields) throws InvalidJsonException {
        return fields.optional("project_id", id -> Identifiers.isIdentifier(id, 128), ID_RULE);
    }

    private static String identifier(Fields fields, String member) throws InvalidJsonException {
        return fields.required(member, text -> Identifiers.isIdentifier(text, 128), ID_RULE);
    }

    private static @Nullable String optionalVision(Fields fields) throws InvalidJsonException {
        return fields.optional(
                "vision",
                text -> Identifiers.isDisplayName(text, 1024, true),
                "at most 1024 bytes without control characters");
    }

    private static @Nullable String optionalStatus(Fields fields) throws InvalidJsonException {
        return fields.optional("status", text -> Identifiers.isIdentifier(text, 64), "1 to 64 of A-Z a-z 0-9 - _ .");
    }
}
