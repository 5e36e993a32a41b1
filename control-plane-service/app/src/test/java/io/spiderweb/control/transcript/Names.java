package io.spiderweb.control.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the recorded ids and placeholders are called here: learnt from answers, put into requests. */
final class Names {

    // a token begins as an id does, but goes on with letters
    private static final Pattern ID = Pattern.compile("\\b(?:node|proj|invite|pending-join)-\\d+\\b");
    private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z-]+>");

    private final Map<String, String> ours = new HashMap<>();
    private final Map<String, String> replaced = new HashMap<>();

    void learn(String recorded, String actual) {
        String before = ours.put(recorded, actual);
        if (before != null) {
            replaced.put(recorded, before);
        }
    }

    /** A recorded request as we have to send it. */
    JsonNode translate(JsonNode request) throws InvalidJsonException {
        return translate(request, ours);
    }

    /** The same with the token that a project had before the one it has now. */
    JsonNode translateWithReplacedToken(JsonNode request) throws InvalidJsonException {
        return translate(request, replaced);
    }

    private JsonNode translate(JsonNode request, Map<String, String> tokens) throws InvalidJsonException {
        JsonNode payload = request.path("payload");
        String project = payload.path("project_id").asText();
        String node = payload.path("node_id").asText();
        String text = Json.write(request)
                .replace("<project-token>", tokens.getOrDefault("token of " + project, "<project-token>"))
                .replace("<node-secret>", ours.getOrDefault("secret of " + node, "<node-secret>"))
                .replace("<invite-token>", ours.getOrDefault("invite", "<invite-token>"));
        return Json.parse(ids(text));
    }

    /** Holds an answer against the recorded one, and learns the names of what is new in it. */
    void compare(String where, JsonNode recorded, JsonNode actual) {
        if (recorded.isObject()) {
            recorded.properties().forEach(member -> {
                assertThat(actual.has(member.getKey()))
                        .as("%s has %s in %s", where, member.getKey(), actual)
                        .isTrue();
                if (!Differences.MEMBERS.contains(member.getKey())
                        || member.getValue().isObject() && member.getKey().equals("status")) {
                    compare(where + "." + member.getKey(), member.getValue(), actual.path(member.getKey()));
                }
            });
            remember(recorded, actual);
        } else if (recorded.isArray()) {
            assertThat(actual.size()).as("%s in %s", where, actual).isEqualTo(recorded.size());
            List<JsonNode> expected = ordered(recorded);
            List<JsonNode> found = ordered(actual);
            for (int i = 0; i < expected.size(); i++) {
                compare(where + "[" + i + "]", expected.get(i), found.get(i));
            }
        } else if (recorded.isTextual()) {
            compareText(where, recorded.textValue(), actual);
        } else {
            assertThat(actual).as(where).isEqualTo(recorded);
        }
    }

    /** The order of sessions means nothing; that of all other lists that are compared does. */
    private static List<JsonNode> ordered(JsonNode array) {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(items::add);
        items.sort(Comparator.comparing(item -> item.path("session_key").asText()));
        return items;
    }

    private void compareText(String where, String recorded, JsonNode actual) {
        if (recorded.equals("<ms>")) {
            assertThat(actual.isIntegralNumber())
                    .as("%s is a time: %s", where, actual)
                    .isTrue();
        } else if (PLACEHOLDER.matcher(recorded).matches()) {
            assertThat(actual.asText()).as(where).isNotEmpty();
        } else if (ID.matcher(recorded).matches() && !ours.containsKey(recorded)) {
            learn(recorded, actual.asText());
        } else {
            assertThat(actual.asText()).as(where).isEqualTo(ids(recorded));
        }
    }

    private void remember(JsonNode recorded, JsonNode actual) {
        if (actual.has("project_token")) {
            learn(
                    "token of " + recorded.path("project_id").asText(),
                    actual.path("project_token").asText());
        }
        if (actual.has("node_secret")) {
            learn(
                    "secret of " + recorded.path("node_id").asText(),
                    actual.path("node_secret").asText());
        }
        if (actual.has("invite_token")) {
            learn("invite", actual.path("invite_token").asText());
        }
    }

    private String ids(String text) {
        Matcher matcher = ID.matcher(text);
        return matcher.replaceAll(id -> Matcher.quoteReplacement(ours.getOrDefault(id.group(), id.group())));
    }
}
