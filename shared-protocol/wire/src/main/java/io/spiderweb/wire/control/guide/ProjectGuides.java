package io.spiderweb.wire.control.guide;

import static io.spiderweb.wire.control.guide.Member.optional;
import static io.spiderweb.wire.control.guide.Member.required;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.ControlOperation;
import java.util.List;

/** Projects, their mounts, and what a workspace looks like ({@code spec control 3.7, 3.8}). */
final class ProjectGuides {

    private static final MemberType PATH = MemberType.text("path, such as /src");
    private static final MemberType IDENTIFIER = MemberType.identifier(128);

    private static final Member ID = required("project_id", IDENTIFIER, "which project, such as proj-3");
    private static final Member TOKEN = required("project_token", MemberType.secret(), "the project's token");
    private static final Member NAME = optional("name", MemberType.display(128), "its new name");
    private static final Member VISION = optional("vision", MemberType.displayOrEmpty(1024), "what it is for");
    private static final Member STATUS =
            optional("status", MemberType.identifier(64), "a word of your own, such as paused");

    private static final Member DESIRED_MOUNTS = optional(
            "desired_mounts",
            new MemberType.ListOf(new MemberType.Structure(List.of(
                    required("mount_path", PATH, "where it appears in the workspace"),
                    required("node_id", IDENTIFIER, "whose export"),
                    required("export_name", IDENTIFIER, "which export")))),
            "all mounts that it is to have; several at one path stand in for each other");

    private ProjectGuides() {}

    static List<OperationGuide> all() {
        return List.of(
                OperationGuide.of(
                                ControlOperation.PROJECT_CREATE,
                                "Creates a project; answers its token.",
                                required("name", MemberType.display(128), "name for people"),
                                optional("status", MemberType.identifier(64), "active", "a word of your own"),
                                VISION)
                        .example("{'name':'Lab','vision':'one tree for the team'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_UPDATE,
                                "Changes a project's name, vision or status.",
                                ID,
                                TOKEN,
                                NAME,
                                VISION,
                                STATUS)
                        .errors(ErrorCode.PROJECT_NOT_FOUND, ErrorCode.PROJECT_AUTH_FAILED, ErrorCode.PROJECT_PROTECTED)
                        .example("{'project_id':'proj-3','project_token':'proj-…','status':'paused'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_DELETE,
                                "Deletes a project; files stay where they are.",
                                ID,
                                TOKEN)
                        .errors(ErrorCode.PROJECT_NOT_FOUND, ErrorCode.PROJECT_AUTH_FAILED, ErrorCode.PROJECT_PROTECTED)
                        .example("{'project_id':'proj-3','project_token':'proj-…'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_TOKEN_ROTATE,
                                "Replaces a project's token; answers the new one.",
                                ID,
                                TOKEN)
                        .errors(ErrorCode.PROJECT_NOT_FOUND, ErrorCode.PROJECT_AUTH_FAILED, ErrorCode.PROJECT_PROTECTED)
                        .example("{'project_id':'proj-3','project_token':'proj-…'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_TOKEN_REVOKE,
                                "Takes a project's token out of use; what is answered opens project_token_rotate alone.",
                                ID,
                                TOKEN)
                        .errors(ErrorCode.PROJECT_NOT_FOUND, ErrorCode.PROJECT_AUTH_FAILED, ErrorCode.PROJECT_PROTECTED)
                        .example("{'project_id':'proj-3','project_token':'proj-…'}"),
                OperationGuide.of(ControlOperation.PROJECT_LIST, "Lists the projects.")
                        .example("{}"),
                OperationGuide.of(ControlOperation.PROJECT_GET, "Tells about one project and its mounts.", ID)
                        .errors(ErrorCode.PROJECT_NOT_FOUND)
                        .example("{'project_id':'proj-3'}"),
                OperationGuide.of(ControlOperation.PROJECT_MOUNT_LIST, "Lists a project's mounts.", ID)
                        .errors(ErrorCode.PROJECT_NOT_FOUND)
                        .example("{'project_id':'proj-3'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_MOUNT_SET,
                                "Adds a mount to a project; a second one at the same path stands in for the first.",
                                ID,
                                TOKEN,
                                required("node_id", IDENTIFIER, "whose export"),
                                required("export_name", IDENTIFIER, "which export"),
                                required("mount_path", PATH, "where it appears in the workspace"))
                        .errors(
                                ErrorCode.NODE_NOT_FOUND,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.PROJECT_PROTECTED,
                                ErrorCode.PROJECT_AUTH_FAILED,
                                ErrorCode.MOUNT_CONFLICT)
                        .example(
                                "{'project_id':'proj-3','project_token':'proj-…','node_id':'node-4','export_name':'work',"
                                        + "'mount_path':'/src'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_MOUNT_REMOVE,
                                "Removes all mounts at a path, or one of them.",
                                ID,
                                TOKEN,
                                required("mount_path", PATH, "where it appears in the workspace"),
                                optional("node_id", MemberType.text("text"), "whose export, together with export_name"),
                                optional("export_name", MemberType.text("text"), "which export, together with node_id"))
                        .errors(
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.PROJECT_PROTECTED,
                                ErrorCode.PROJECT_AUTH_FAILED,
                                ErrorCode.MOUNT_NOT_FOUND)
                        .example("{'project_id':'proj-3','project_token':'proj-…','mount_path':'/src'}"),
                OperationGuide.of(
                                ControlOperation.PROJECT_ACTIVATE,
                                "Makes a project the one that the acting agent works in.",
                                ID,
                                optional(
                                        "project_token",
                                        MemberType.secret(),
                                        "needed unless the agent is the primary one"))
                        .errors(
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.PROJECT_AUTH_FAILED,
                                ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN)
                        .example("{'project_id':'proj-3','project_token':'proj-…'}"),
                up(),
                OperationGuide.of(
                                ControlOperation.WORKSPACE_STATUS,
                                "Tells what a workspace should be and what it is: mounts, nodes, drift.",
                                optional("project_id", IDENTIFIER, "which project; the active one if left out"),
                                optional(
                                        "project_token",
                                        MemberType.secret(),
                                        "needed for a project that is not the active one"))
                        .errors(
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.PROJECT_AUTH_FAILED,
                                ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN)
                        .example("{}")
                        .example("{'project_id':'proj-3'}"));
    }

    private static OperationGuide up() {
        return OperationGuide.of(
                        ControlOperation.PROJECT_UP,
                        "Creates or changes a project, mounts and activates it, at once or not at all.",
                        optional("project_id", IDENTIFIER, "which project is changed"),
                        optional(
                                "name",
                                MemberType.display(128),
                                "which project is changed, or how the new one is called"),
                        optional("project_name", MemberType.display(128), "the same as name"),
                        VISION,
                        STATUS,
                        optional("project_token", MemberType.secret(), "needed for a project that exists"),
                        optional(
                                "activate",
                                new MemberType.Bool(),
                                true,
                                "whether the acting agent works in it from now on"),
                        DESIRED_MOUNTS)
                .errors(
                        ErrorCode.PROJECT_NOT_FOUND,
                        ErrorCode.PROJECT_AUTH_FAILED,
                        ErrorCode.PROJECT_PROTECTED,
                        ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN,
                        ErrorCode.NODE_NOT_FOUND,
                        ErrorCode.MOUNT_CONFLICT)
                .example("{'name':'Lab','desired_mounts':["
                        + "{'mount_path':'/src','node_id':'node-4','export_name':'work'}]}");
    }
}
