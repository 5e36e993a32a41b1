package io.spiderweb.gateway.turn;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.spiderweb.gateway.history.Conversation;
import io.spiderweb.gateway.history.Conversations;
import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.gateway.tool.ToolBox;
import io.spiderweb.gateway.tool.ToolException;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * What an agent does in a turn ({@code spec agent-runtime 6.2}): it asks the provider, runs the tools that it wants, and asks
 * again with their results, until the provider has no more wishes. Calls that come together are run in order.
 */
public final class AgentLoop {

    static final int MAX_ROUNDS = 8;
    static final int MAX_TOOL_CALLS = 32;

    private static final Logger LOG = Logger.getLogger(AgentLoop.class);

    private static final String SYSTEM = """
            You are an agent of Spiderweb. You work in a shared file tree, the workspace, whose directories may lie on \
            different machines. Use the tools to look at files before you talk about them; paths are relative to the \
            workspace. Answer briefly and say what you have changed.""";

    private static final String GAVE_UP =
            "I could not finish this within the limits of one turn. Please tell me how to go on.";

    private final Provider provider;
    private final String model;
    private final ToolBox tools;
    private final Conversations conversations;
    private final MeterRegistry meters;

    public AgentLoop(
            Provider provider, String model, ToolBox tools, Conversations conversations, MeterRegistry meters) {
        this.provider = provider;
        this.model = model;
        this.tools = tools;
        this.conversations = conversations;
        this.meters = meters;
    }

    /** Runs a turn on the calling thread, which is interrupted to cancel it. */
    Outcome run(TurnRequest request, TurnOutput output) throws InterruptedException {
        return new Run(
                        request,
                        output,
                        conversations.open(
                                request.conversation(), request.session().projectId()))
                .answer();
    }

    private final class Run {

        private final TurnRequest request;
        private final TurnOutput output;
        private final Conversation conversation;
        private final StringBuilder streamed = new StringBuilder();
        private final long startedAt = System.nanoTime();
        private int toolCalls;

        Run(TurnRequest request, TurnOutput output, Conversation conversation) {
            this.request = request;
            this.output = output;
            this.conversation = conversation;
        }

        Outcome answer() throws InterruptedException {
            conversation.append(new Message.User(request.content()));
            for (int round = 0; round < MAX_ROUNDS && toolCalls <= MAX_TOOL_CALLS; round++) {
                Round result = ask();
                ProviderEvent.Failed failure = result.failure();
                if (failure != null) {
                    LOG.warnf("provider %s failed: %s", provider.name(), failure.message());
                    return new Outcome.Failed(
                            failure.kind().code(), failure.kind().message());
                }
                Message.Assistant message = result.message();
                if (message.toolCalls().isEmpty()) {
                    conversation.append(message);
                    return new Outcome.Answered(streamed.isEmpty() ? "ok" : streamed.toString());
                }
                conversation.append(message);
                for (ToolCall call : message.toolCalls()) {
                    runTool(call);
                }
            }
            say(GAVE_UP, true);
            conversation.append(new Message.Assistant(GAVE_UP, List.of()));
            return new Outcome.Answered(streamed.toString());
        }

        private Round ask() throws InterruptedException {
            Round round = new Round();
            boolean[] silent = {true};
            provider.stream(new ProviderRequest(model, SYSTEM, conversation.forProvider(), tools.specs()), event -> {
                round.add(event);
                if (event instanceof ProviderEvent.TextDelta(String text)) {
                    say(text, silent[0]);
                    silent[0] = false;
                } else if (event instanceof ProviderEvent.Completed(var reason, ProviderEvent.Usage usage)) {
                    countTokens("input", usage.input());
                    countTokens("output", usage.output());
                }
            });
            return round;
        }

        private void countTokens(String direction, long tokens) {
            meters.counter("spiderweb_gateway_provider_tokens", "provider", provider.name(), "direction", direction)
                    .increment(tokens);
        }

        /** Streams a piece; the texts of two rounds are two paragraphs. */
        private void say(String text, boolean firstOfRound) {
            if (streamed.isEmpty()) {
                meters.timer("spiderweb_gateway_first_delta", "provider", provider.name())
                        .record(Duration.ofNanos(System.nanoTime() - startedAt));
            }
            String piece = firstOfRound && !streamed.isEmpty() ? "\n\n" + text : text;
            streamed.append(piece);
            output.delta(piece);
        }

        private void runTool(ToolCall call) throws InterruptedException {
            JsonNode result = ++toolCalls > MAX_TOOL_CALLS
                    ? ToolBox.error(
                            ToolException.Code.EXECUTION_FAILED,
                            "a turn may call " + MAX_TOOL_CALLS + " tools, and has done so")
                    : Shortened.of(tools.run(call, request.session()));
            conversation.append(new Message.ToolResult(call.id(), call.name(), result));
            output.toolEvent(call, result);
        }
    }
}
