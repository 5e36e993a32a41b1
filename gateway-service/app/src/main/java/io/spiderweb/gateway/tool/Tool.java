package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.workspace.WorkspaceFiles;
import java.io.IOException;

/** Something that an agent can do to its workspace ({@code spec agent-runtime 10.1}). */
public interface Tool {

    /** Name, purpose and arguments, as providers are told. */
    ToolSpec spec();

    /**
     * Does it. Blocks.
     *
     * @throws ToolException if the arguments are wrong or it may not be done
     * @throws IOException if the workspace failed
     */
    JsonNode run(Arguments arguments, WorkspaceFiles files) throws ToolException, IOException, InterruptedException;
}
