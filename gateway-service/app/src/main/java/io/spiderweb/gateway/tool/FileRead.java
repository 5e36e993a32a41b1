package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** {@code file_read}: the text of a file. */
final class FileRead implements Tool {

    private static final int DEFAULT_BYTES = 1 << 20;
    private static final int MAX_BYTES = 8 << 20;

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "file_read",
                "Read a text file of the workspace from its beginning",
                new Schema()
                        .required("path", "string", "file relative to the workspace")
                        .optional("max_bytes", "integer", "read at most this much; default 1 MiB, at most 8 MiB")
                        .build());
    }

    @Override
    public JsonNode run(Arguments arguments, WorkspaceFiles files) throws ToolException, IOException {
        WorkspacePath path = arguments.path("path");
        int limit = arguments.count("max_bytes", DEFAULT_BYTES, MAX_BYTES);
        WorkspaceFiles.Content content = files.read(path, limit);
        int length = content.truncated() ? wholeCharacters(content.bytes()) : content.bytes().length;
        return Json.object()
                .put("path", path.toString())
                .put("bytes", length)
                .put("truncated", content.truncated())
                .put("content", new String(content.bytes(), 0, length, StandardCharsets.UTF_8));
    }

    /** Where to cut so that no character of UTF-8 is split: at most three bytes before the end. */
    private static int wholeCharacters(byte[] bytes) {
        int start = bytes.length - 1;
        while (start >= 0 && start > bytes.length - 4 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < 0) {
            return bytes.length;
        }
        int lead = bytes[start] & 0xFF;
        int length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return start + length <= bytes.length ? bytes.length : start;
    }
}
