package io.spiderweb.gateway.provider.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.gateway.provider.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has been found out since the user spoke last.
 *
 * @param earlier what the user said before the question, oldest first
 * @param results of each tool, by its name
 */
record Progress(List<String> earlier, String question, Map<String, JsonNode> results) {

    static Progress of(List<Message> messages) {
        Deque<String> questions = new ArrayDeque<>();
        Map<String, JsonNode> results = new HashMap<>();
        for (Message message : messages) {
            switch (message) {
                case Message.User(String text) -> {
                    questions.add(text);
                    results.clear();
                }
                case Message.ToolResult(String call, String tool, JsonNode result) -> results.put(tool, result);
                case Message.Assistant assistant -> {}
            }
        }
        String question = questions.isEmpty() ? "" : questions.removeLast();
        return new Progress(List.copyOf(questions), question, Map.copyOf(results));
    }

    boolean has(String tool) {
        return results.containsKey(tool);
    }

    /** The result of a tool that has run and succeeded. */
    Optional<JsonNode> success(String tool) {
        return Optional.ofNullable(results.get(tool)).filter(result -> !result.has("error"));
    }

    /** Why a tool that has run did not succeed. */
    Optional<String> failure(String tool) {
        return Optional.ofNullable(results.get(tool))
                .map(result -> result.path("error").path("message").textValue());
    }

    /** The file of the first match, else the first file of the listing. */
    @Nullable String firstFile() {
        return success("search_code")
                .map(result -> result.path("matches").path(0).textValue())
                .map(match -> match.substring(0, match.indexOf(':')))
                .or(this::firstListed)
                .orElse(null);
    }

    private Optional<String> firstListed() {
        return success("file_list").flatMap(result -> {
            String directory = result.path("path").asText();
            for (JsonNode entry : result.path("entries")) {
                if (entry.path("type").asText().equals("file")) {
                    String name = entry.path("name").asText();
                    return Optional.of(directory.equals(".") ? name : directory + "/" + name);
                }
            }
            return Optional.empty();
        });
    }
}
