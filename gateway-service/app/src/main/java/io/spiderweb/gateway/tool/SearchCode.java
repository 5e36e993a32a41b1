package io.spiderweb.gateway.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.provider.ToolSpec;
import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code search_code}: lines that match a regular expression. */
final class SearchCode implements Tool {

    private static final int DEFAULT_RESULTS = 200;
    private static final int MAX_RESULTS = 5000;

    private final Duration timeLimit;

    SearchCode(Duration timeLimit) {
        this.timeLimit = timeLimit;
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                "search_code",
                "Search the text files of the workspace for lines that match a regular expression",
                new Schema()
                        .required("query", "string", "regular expression")
                        .optional("path", "string", "file or directory to search; the whole workspace if omitted")
                        .optional("case_sensitive", "boolean", "default false")
                        .optional("max_results", "integer", "stop after this many lines; default 200, at most 5000")
                        .build());
    }

    @Override
    public JsonNode run(Arguments arguments, WorkspaceFiles files)
            throws ToolException, IOException, InterruptedException {
        String query = arguments.text("query");
        WorkspacePath start = arguments.pathOrRoot("path");
        Pattern pattern = compile(query, arguments.flag("case_sensitive", false));
        int limit = arguments.count("max_results", DEFAULT_RESULTS, MAX_RESULTS);

        Search search = new Search(files, pattern, limit, System.nanoTime() + timeLimit.toNanos());
        search.run(start);
        ObjectNode result = Json.object().put("path", start.toString()).put("query", query);
        result.set("matches", Json.tree(search.matches()));
        return result.put("count", search.matches().size()).put("truncated", search.truncated());
    }

    private static Pattern compile(String query, boolean caseSensitive) throws ToolException {
        try {
            return Pattern.compile(query, caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            throw new ToolException(
                    ToolException.Code.INVALID_PARAMS,
                    "'" + query + "' is not a regular expression: " + e.getDescription() + " at position "
                            + e.getIndex());
        }
    }
}
