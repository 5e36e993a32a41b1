package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.tool.ToolException.Code;
import io.spiderweb.gateway.workspace.Workspaces;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.json.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tools that agents have. Whatever goes wrong in one is its result: it never ends the turn. */
@Singleton
public class ToolBox {

    private static final Duration SEARCH_TIME = Duration.ofSeconds(20);

    private final List<Tool> tools =
            List.of(new FileList(), new FileRead(), new FileWrite(), new SearchCode(SEARCH_TIME));
    private final Map<String, Tool> byName =
            tools.stream().collect(Collectors.toMap(tool -> tool.spec().name(), Function.identity()));

    private final Workspaces workspaces;
    private final MeterRegistry meters;

    @Inject
    public ToolBox(Workspaces workspaces, MeterRegistry meters) {
        this.workspaces = workspaces;
        this.meters = meters;
    }

    public List<ToolSpec> specs() {
        return tools.stream().map(Tool::spec).toList();
    }

    /** Runs a call in the workspace of a session; the result, or {@code {"error":{"code","message"}}}. */
    public JsonNode run(ToolCall call, Binding session) throws InterruptedException {
        try {
            JsonNode result = attempt(call, session);
            count(call, "ok");
            return result;
        } catch (ToolException e) {
            count(call, e.code().wireName());
            return error(e.code(), e.getMessage());
        }
    }

    /** What a tool says that could not do its work. */
    public static JsonNode error(Code code, String message) {
        var result = Json.object();
        result.putObject("error").put("code", code.wireName()).put("message", message);
        return result;
    }

    private JsonNode attempt(ToolCall call, Binding session) throws ToolException, InterruptedException {
        Tool tool = byName.get(call.name());
        if (tool == null) {
            throw new ToolException(
                    Code.TOOL_NOT_FOUND, "there is no tool '" + call.name() + "': use one of " + names());
        }
        Arguments arguments = Arguments.parse(call.arguments());
        try (Workspaces.Use workspace = workspaces.use(session.agentId(), session.projectId())) {
            return tool.run(arguments, workspace.files());
        } catch (IOException e) {
            // a blocking call that was interrupted may say so only by its failure
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new ToolException(codeOf(e), String.valueOf(e.getMessage()));
        }
    }

    private static Code codeOf(IOException failure) {
        if (!(failure instanceof FsException refused)) {
            return Code.EXECUTION_FAILED;
        }
        return switch (refused.errno()) {
            case EACCES, EPERM, EROFS -> Code.PERMISSION_DENIED;
            case ETIMEDOUT -> Code.TIMEOUT;
            default -> Code.EXECUTION_FAILED;
        };
    }

    private String names() {
        return byName.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private void count(ToolCall call, String outcome) {
        // a provider may invent names: those share one row
        String tool = byName.containsKey(call.name()) ? call.name() : "unknown";
        meters.counter("spiderweb_gateway_tool_calls", "tool", tool, "outcome", outcome)
                .increment();
    }
}
