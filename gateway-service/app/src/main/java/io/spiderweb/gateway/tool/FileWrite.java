package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code file_write}: makes, replaces or extends a file. */
final class FileWrite implements Tool {

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "file_write",
                "Write a text file of the workspace: replace its content, or append to it",
                new Schema()
                        .required("path", "string", "file relative to the workspace")
                        .required("content", "string", "what to write")
                        .optional("append", "boolean", "add to the end instead of replacing; default false")
                        .optional("create_parents", "boolean", "make missing directories; default true")
                        .build());
    }

    @Override
    public JsonNode run(Arguments arguments, WorkspaceFiles files) throws ToolException, IOException {
        WorkspacePath path = arguments.path("path");
        byte[] content = arguments.text("content").getBytes(StandardCharsets.UTF_8);
        boolean append = arguments.flag("append", false);
        boolean createParents = arguments.flag("create_parents", true);
        if (path.isRoot()) {
            throw new ToolException(ToolException.Code.INVALID_PARAMS, "'.' is the workspace itself, not a file");
        }
        files.write(path, content, append, createParents);
        return Json.object()
                .put("path", path.toString())
                .put("bytes_written", content.length)
                .put("append", append);
    }
}
