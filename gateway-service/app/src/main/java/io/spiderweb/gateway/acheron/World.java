package io.spiderweb.gateway.acheron;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.acheron.WorldNode.Directory;
import io.spiderweb.gateway.acheron.WorldNode.TextFile;
import io.spiderweb.gateway.job.Job;
import io.spiderweb.gateway.job.JobOwner;
import io.spiderweb.gateway.job.Jobs;
import io.spiderweb.wire.acheron.AcheronRequest;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;

/**
 * The layout {@code world-v1} as the agent of one session sees it ({@code spec gateway 5.1}), with the policy that holds where no
 * file says otherwise ({@code 5.2}): one node, this agent alone, and the project that the session is bound to.
 */
final class World {

    private static final String SELF = "/agents/self";
    private static final String JOBS = SELF + "/jobs";
    private static final String NODE = "local";
    private static final List<String> RESOURCES = List.of("fs", "camera", "screen", "user", "terminal");
    private static final List<String> OPERATIONS =
            List.of("t_version", "t_attach", "t_walk", "t_open", "t_read", "t_write", "t_stat", "t_clunk", "t_flush");

    private final String agent;
    private final String project;
    private final JobOwner owner;
    private final Jobs jobs;

    World(Binding binding, String principalId, Jobs jobs) {
        this.agent = binding.agentId();
        this.project = Objects.requireNonNullElse(binding.projectId(), "system");
        this.owner = new JobOwner(principalId, agent);
        this.jobs = jobs;
    }

    Directory root() {
        Tree root = new Tree()
                .put("nodes", nodes())
                .put("agents", agents())
                .put("projects", projects())
                .put("meta", meta());
        if (showsDebug()) {
            root.put("debug", debug());
        }
        return root.build();
    }

    static String resultPath(String jobId) {
        return JOBS + "/" + jobId + "/result.txt";
    }

    private boolean showsDebug() {
        return agent.equals("mother");
    }

    // ---- nodes

    private Tree nodes() {
        return new Tree()
                .described(
                        "Nodes",
                        "The machines that this agent knows of, and what each has.",
                        collection("node directories")
                                .put("shape", "/nodes/<node_id>/{fs,camera,screen,user,terminal}"),
                        readOnly())
                .put(NODE, node());
    }

    private static Tree node() {
        ObjectNode schema = Json.object().put("kind", "node");
        RESOURCES.forEach(schema.putArray("resources")::add);
        ObjectNode caps = Json.object()
                .put("fs", true)
                .put("camera", false)
                .put("screen", false)
                .put("user", false)
                .put("terminal", true);
        return new Tree()
                .described("Node " + NODE, "A directory for each of its resources.", schema, caps)
                .put("fs", new Tree())
                .put("terminal", new Tree().put("1", new Tree()));
    }

    // ---- agents

    private Tree agents() {
        Tree agents = new Tree()
                .described(
                        "Agents",
                        "The agent of this session is at " + SELF + ".",
                        collection("agent directories").put("self", SELF),
                        Json.object().put("read", true).put("write", true))
                .put("self", new Tree().put("chat", chat()).put("jobs", new Directory(this::jobs)));
        if (!agent.equals("self")) {
            agents.put(
                    agent,
                    new Tree()
                            .text("README.md", "# Agent " + agent + "\n\nThe agent of this session.\n")
                            .text("LINK.txt", SELF + "\n"));
        }
        return agents;
    }

    private Tree chat() {
        ObjectNode schema = Json.object()
                .put("name", "chat")
                .put("input", "control/input")
                .put("jobs", JOBS)
                .put("result", "result.txt");
        ObjectNode meta = Json.object()
                .put("name", "chat")
                .put("version", "1")
                .put("agent_id", agent)
                .put("project_id", project)
                .put("cost_hint", "provider-dependent")
                .put("latency_hint", "seconds");
        return new Tree()
                .described(
                        "Chat",
                        "Write a message to control/input: it becomes a job, whose outcome is in " + JOBS + ".",
                        schema,
                        Json.object().put("write_input", true).put("read_jobs", true))
                .json("meta.json", meta)
                .put("control", new Tree().put("input", new WorldNode.ChatInput()))
                .put("examples", new Tree().text("send.txt", "List the files of the workspace.\n"));
    }

    private SortedMap<String, WorldNode> jobs() {
        ObjectNode schema = collection("job_id");
        List.of("status.json", "result.txt", "log.txt").forEach(schema.putArray("files")::add);
        Tree directory = new Tree().described("Jobs", "What became of each message, for a day.", schema, readOnly());
        jobs.list(owner).forEach(job -> directory.put(job.jobId(), job(job.jobId())));
        return directory.entries();
    }

    private Tree job(String id) {
        return new Tree()
                .put(
                        "status.json",
                        new TextFile(
                                () -> jobs.find(owner, id).map(World::status).orElse("")))
                .put("result.txt", new TextFile(() -> jobs.texts(owner, id).result()))
                .put("log.txt", new TextFile(() -> jobs.texts(owner, id).log()));
    }

    private static String status(Job job) {
        return Json.write(Json.object()
                .put("state", job.state().wireName())
                .put("correlation_id", job.correlationId())
                .put("error", job.error())
                .put("updated_at_ms", job.updatedAtMs()));
    }

    // ---- projects

    private Tree projects() {
        ObjectNode schema = Json.object().put("kind", "project");
        List.of("fs", "agents", "meta").forEach(schema.putArray("children")::add);
        Tree agents = new Tree().text("self", SELF + "\n").text(agent, "/agents/" + agent + "\n");
        return new Tree()
                .described(
                        "Projects",
                        "The project that this session is bound to.",
                        collection("project directories").put("shape", "/projects/<project_id>/{fs,agents,meta}"),
                        readOnly())
                .put(
                        project,
                        new Tree()
                                .described(
                                        "Project " + project, "Its files, agents and description.", schema, readOnly())
                                .put("fs", new Tree().text(NODE + "::fs", "/nodes/" + NODE + "/fs\n"))
                                .put("agents", agents)
                                .put("meta", new Tree().text("README.md", "# Project " + project + "\n")));
    }

    // ---- meta and debug

    private Tree meta() {
        ObjectNode schema = Json.object().put("kind", "meta");
        List.of("protocol.json", "view.json").forEach(schema.putArray("entries")::add);
        ObjectNode protocol = Json.object()
                .put("channel", "acheron")
                .put("version", AcheronRequest.VERSION)
                .put("layout", "world-v1");
        OPERATIONS.forEach(protocol.putArray("ops")::add);
        ObjectNode view = Json.object()
                .put("agent_id", agent)
                .put("project_id", project)
                .put("show_debug", showsDebug())
                .put("nodes", 1)
                .put("visible_agents", 1)
                .put("project_links", 1);
        return new Tree()
                .described("Meta", "What is spoken here, and what this session sees.", schema, readOnly())
                .json("protocol.json", protocol)
                .json("view.json", view);
    }

    private static Tree debug() {
        ObjectNode schema = Json.object().put("kind", "debug");
        List.of("README.md", "stream.log").forEach(schema.putArray("entries")::add);
        return new Tree()
                .described("Debug", "For the system agent.", schema, readOnly())
                .text("stream.log", "");
    }

    private static ObjectNode collection(String entries) {
        return Json.object().put("kind", "collection").put("entries", entries);
    }

    private static ObjectNode readOnly() {
        return Json.object().put("read", true).put("write", false);
    }
}
