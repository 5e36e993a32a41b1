package io.spiderweb.gateway.testing;

import io.spiderweb.gateway.provider.Provider;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderEvent.Completed;
import io.spiderweb.gateway.provider.ProviderEvent.StopReason;
import io.spiderweb.gateway.provider.ProviderEvent.TextDelta;
import io.spiderweb.gateway.provider.ProviderEvent.ToolArgumentsDelta;
import io.spiderweb.gateway.provider.ProviderEvent.ToolCallStarted;
import io.spiderweb.gateway.provider.ProviderEvent.Usage;
import io.spiderweb.gateway.provider.ProviderRequest;
import io.spiderweb.gateway.provider.demo.DemoProvider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Does what a test has laid ready for the next rounds; without that it is the demo provider. */
@Singleton
public class ScriptedProvider implements Provider {

    @FunctionalInterface
    public interface Script {
        void play(ProviderRequest request, Consumer<ProviderEvent> events) throws InterruptedException;
    }

    private final Provider demo = new DemoProvider();
    private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();

    /** What was asked in the scripted rounds. */
    public final List<ProviderRequest> requests = new CopyOnWriteArrayList<>();

    public void next(Script script) {
        scripts.add(script);
    }

    public void reset() {
        scripts.clear();
        requests.clear();
    }

    /** A round that says this, piece by piece. */
    public static Script saying(String... pieces) {
        return (request, events) -> {
            for (String piece : pieces) {
                events.accept(new TextDelta(piece));
            }
            events.accept(new Completed(StopReason.END, Usage.UNKNOWN));
        };
    }

    /** A round that wants one tool, with its arguments in pieces. */
    public static Script calling(String tool, String... arguments) {
        return (request, events) -> {
            events.accept(new ToolCallStarted(0, "call-" + request.messages().size(), tool));
            for (String piece : arguments) {
                events.accept(new ToolArgumentsDelta(0, piece));
            }
            events.accept(new Completed(StopReason.TOOL_CALLS, Usage.UNKNOWN));
        };
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public void stream(ProviderRequest request, Consumer<ProviderEvent> events) throws InterruptedException {
        Script script = scripts.poll();
        if (script == null) {
            demo.stream(request, events);
        } else {
            requests.add(request);
            script.play(request, events);
        }
    }
}
