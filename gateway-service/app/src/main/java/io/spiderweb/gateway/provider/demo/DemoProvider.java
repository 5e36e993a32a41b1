package io.spiderweb.gateway.provider.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.wire.json.Json;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A provider that needs no network and no key: it understands the few wishes of {@link Wish}, uses the same tools as a model would
 * and tells what they found. The same conversation always gets the same answer.
 *
 * <p>Wishes are fulfilled in the order list, search, read, write, one tool call a round, since the later ones use what the earlier
 * ones found; what was asked before needs none. A text without a wish is answered with what it could be.
 */
public final class DemoProvider implements Provider {

    private static final String HELP = """
            I am the built-in demo provider: no language model, but I work on real files. Try "list", "read README.md", \
            "search harbour", "write notes.txt: hello", "what did I ask before?", or all at once: "Show me what is in the workspace, find where \
            harbour is mentioned, read one file and write a summary to summary.md".""";

    /** A word and the white space behind it. */
    private static final Pattern WORD_END = Pattern.compile("(?<=\\s)(?=\\S)");

    private record Step(String saying, String tool, ObjectNode arguments) {}

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public void stream(ProviderRequest request, Consumer<ProviderEvent> events) throws InterruptedException {
        Progress progress = Progress.of(request.messages());
        Wish wish = Wish.of(progress.question());
        Optional<Step> step = next(wish, progress);
        say(
                step.map(Step::saying).orElseGet(() -> wish.isEmpty() ? HELP : new Report(wish, progress).answer()),
                events);
        step.ifPresent(call -> {
            events.accept(new ProviderEvent.ToolCallStarted(
                    0, "demo-" + request.messages().size(), call.tool));
            events.accept(new ProviderEvent.ToolArgumentsDelta(0, Json.write(call.arguments)));
        });
        events.accept(new ProviderEvent.Completed(
                step.isPresent() ? ProviderEvent.StopReason.TOOL_CALLS : ProviderEvent.StopReason.END,
                ProviderEvent.Usage.UNKNOWN));
    }

    private static Optional<Step> next(Wish wish, Progress progress) {
        if (wish.list() != null && !progress.has("file_list")) {
            return step("I look at the workspace.", "file_list", Json.object().put("path", wish.list()));
        }
        if (wish.search() != null && !progress.has("search_code")) {
            ObjectNode query = Json.object().put("query", Pattern.quote(wish.search()));
            return step("I search for \"" + wish.search() + "\".", "search_code", query);
        }
        if (wish.read() != null && !progress.has("file_read")) {
            String path = wish.read().isEmpty() ? progress.firstFile() : wish.read();
            if (path != null) {
                return step("I read " + path + ".", "file_read", Json.object().put("path", path));
            }
        }
        if (wish.write() != null && !progress.has("file_write")) {
            String content = wish.content() == null ? new Report(wish, progress).summary() : wish.content() + "\n";
            ObjectNode file = Json.object().put("path", wish.write()).put("content", content);
            return step("I write " + wish.write() + ".", "file_write", file);
        }
        return Optional.empty();
    }

    private static Optional<Step> step(String saying, String tool, ObjectNode arguments) {
        return Optional.of(new Step(saying, tool, arguments));
    }

    private static void say(String text, Consumer<ProviderEvent> events) throws InterruptedException {
        for (String word : WORD_END.splitAsStream(text).toList()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            events.accept(new ProviderEvent.TextDelta(word));
        }
    }
}
