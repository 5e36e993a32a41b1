package io.spiderweb.wire.control.guide;

import static io.spiderweb.wire.control.guide.Member.optional;
import static io.spiderweb.wire.control.guide.Member.required;

import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.AgentRequest;
import io.spiderweb.wire.control.ControlOperation;
import java.util.List;

/** Sessions of a connection ({@code spec control 3.5}), agents and conversations ({@code spec later-clients}). */
final class SessionGuides {

    private static final Member KEY = required("session_key", MemberType.sessionKey(), "name of the session");
    private static final Member AGENT = optional("agent_id", MemberType.agentId(), "that agent's only");

    private SessionGuides() {}

    static List<OperationGuide> all() {
        return List.of(
                OperationGuide.of(
                                ControlOperation.SESSION_ATTACH,
                                "Binds a session to an agent and a project, and makes it the active one.",
                                KEY,
                                required("agent_id", MemberType.agentId(), "who acts in it"),
                                optional("project_id", MemberType.identifier(128), "where it acts"),
                                optional(
                                        "project_token",
                                        MemberType.secret(),
                                        "needed unless the agent is the primary one"))
                        .errors(
                                ErrorCode.FORBIDDEN,
                                ErrorCode.PROVISIONING_REQUIRED,
                                ErrorCode.SESSION_BUSY,
                                ErrorCode.PROJECT_NOT_FOUND,
                                ErrorCode.PROJECT_AUTH_FAILED,
                                ErrorCode.PROJECT_ASSIGNMENT_FORBIDDEN,
                                ErrorCode.CONTROL_PLANE_ERROR)
                        .example(
                                "{'session_key':'desk','agent_id':'builder','project_id':'proj-3','project_token':'proj-…'}"),
                OperationGuide.of(
                                ControlOperation.SESSION_STATUS,
                                "Tells what a session is bound to.",
                                optional(
                                        "session_key",
                                        MemberType.sessionKey(),
                                        "name of the session; the active one if left out"))
                        .errors(ErrorCode.NOT_FOUND)
                        .example("{}")
                        .example("{'session_key':'desk'}"),
                OperationGuide.of(
                                ControlOperation.SESSION_RESUME,
                                "Makes a session of this connection the active one.",
                                KEY)
                        .errors(ErrorCode.NOT_FOUND)
                        .example("{'session_key':'desk'}"),
                OperationGuide.of(ControlOperation.SESSION_LIST, "Lists the sessions of this connection.")
                        .example("{}"),
                OperationGuide.of(ControlOperation.SESSION_CLOSE, "Forgets a session; main stays.", KEY)
                        .errors(ErrorCode.FORBIDDEN, ErrorCode.NOT_FOUND)
                        .example("{'session_key':'desk'}"),
                OperationGuide.of(
                                ControlOperation.SESSION_HISTORY,
                                "Lists your conversations with agents, newest first (gateway only).",
                                AGENT,
                                optional(
                                        "limit",
                                        MemberType.count(),
                                        AgentRequest.DEFAULT_LIMIT,
                                        "how many; " + AgentRequest.MAX_LIMIT + " at most"))
                        .errors(ErrorCode.UNSUPPORTED)
                        .example("{'limit':5}"),
                OperationGuide.of(
                                ControlOperation.SESSION_RESTORE,
                                "Tells your latest conversation (gateway only).",
                                AGENT)
                        .errors(ErrorCode.UNSUPPORTED)
                        .example("{}"),
                OperationGuide.of(ControlOperation.AGENT_LIST, "Lists the agents that you have met (gateway only).")
                        .errors(ErrorCode.UNSUPPORTED)
                        .example("{}"),
                OperationGuide.of(
                                ControlOperation.AGENT_GET,
                                "Tells about one agent (gateway only).",
                                required("agent_id", MemberType.agentId(), "which one"))
                        .errors(ErrorCode.AGENT_NOT_FOUND, ErrorCode.UNSUPPORTED)
                        .example("{'agent_id':'mother'}"));
    }
}
