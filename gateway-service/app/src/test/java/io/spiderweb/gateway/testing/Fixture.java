package io.spiderweb.gateway.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spiderweb.gateway.history.Conversations;
import io.spiderweb.gateway.tool.ToolBox;
import io.spiderweb.gateway.turn.AgentLoop;
import io.spiderweb.gateway.turn.TurnRequest;
import io.spiderweb.gateway.turn.Turns;
import io.spiderweb.gateway.workspace.Workspaces;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.control.Principal;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.control.WorkspaceStatus;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Turns with all that they need, without a network: a store in a directory, local files, a scripted provider. */
public final class Fixture implements AutoCloseable {

    public final Path files;
    public final Store store;
    public final MeterRegistry meters = new SimpleMeterRegistry();
    public final ScriptedProvider provider = new ScriptedProvider();
    public final ToolBox tools;
    private final Workspaces workspaces;

    public Fixture(Path directory) throws IOException {
        files = Files.createDirectories(directory.resolve("files"));
        store = SqliteStore.open(directory.resolve("gateway.db"), SqliteOptions.DEFAULTS);
        workspaces = new Workspaces(
                (agent, project) -> status(agent, project),
                status -> new LocalFiles(files),
                Workspaces.Limits.DEFAULT,
                InstantSource.system());
        tools = new ToolBox(workspaces, meters);
    }

    public Turns turns(Turns.Limits limits) {
        return new Turns(
                new AgentLoop(provider, "", tools, new Conversations(store), meters),
                limits,
                meters,
                InstantSource.system());
    }

    public static TurnRequest request(String id, String agent, @Nullable String project, String content) {
        return new TurnRequest(id, Principal.ADMIN, new Binding("s1", agent, project), content);
    }

    public static WorkspaceStatus status(String agent, @Nullable String project) throws IOException {
        try {
            JsonNode status = FakeControlPlane.workspace(agent, project);
            return Json.read(status, WorkspaceStatus.class);
        } catch (InvalidJsonException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        workspaces.close();
        store.close();
    }
}
