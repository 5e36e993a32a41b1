package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.WorkspaceFiles.Entry;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** {@code file_list}: what is in a directory. */
final class FileList implements Tool {

    private static final int DEFAULT_ENTRIES = 500;
    private static final int MAX_ENTRIES = 5000;

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "file_list",
                "List the files and directories in a directory of the workspace",
                new Schema()
                        .optional(
                                "path",
                                "string",
                                "directory relative to the workspace; the workspace itself if omitted")
                        .optional("recursive", "boolean", "also list what is in the directories below; default false")
                        .optional("max_entries", "integer", "stop after this many entries; default 500, at most 5000")
                        .build());
    }

    @Override
    public JsonNode run(Arguments arguments, WorkspaceFiles files) throws ToolException, IOException {
        WorkspacePath start = arguments.pathOrRoot("path");
        boolean recursive = arguments.flag("recursive", false);
        int limit = arguments.count("max_entries", DEFAULT_ENTRIES, MAX_ENTRIES);

        ObjectNode result = Json.object().put("path", start.toString());
        ArrayNode entries = result.putArray("entries");
        Deque<WorkspacePath> directories = new ArrayDeque<>(List.of(start));
        boolean truncated = false;
        while (!directories.isEmpty() && !truncated) {
            WorkspacePath directory = directories.remove();
            for (Entry entry : sorted(files.list(directory))) {
                if (entries.size() >= limit) {
                    truncated = true;
                    break;
                }
                WorkspacePath path = directory.child(entry.name());
                entries.addObject()
                        .put("name", relative(path, start))
                        .put("type", entry.type().name().toLowerCase(Locale.ROOT));
                if (recursive && entry.type() == WorkspaceFiles.Type.DIRECTORY) {
                    directories.add(path);
                }
            }
        }
        return result.put("truncated", truncated);
    }

    static List<Entry> sorted(List<Entry> entries) {
        return entries.stream().sorted(Comparator.comparing(Entry::name)).toList();
    }

    private static String relative(WorkspacePath path, WorkspacePath start) {
        return start.isRoot() ? path.text() : path.text().substring(start.text().length() + 1);
    }
}
