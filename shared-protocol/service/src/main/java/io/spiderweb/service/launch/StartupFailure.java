package io.spiderweb.service.launch;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Turns what made a start fail into the one line that a person reads. */
final class StartupFailure {

    private static final Pattern CODE = Pattern.compile("\\bSRCFG\\d{5}:? ?");
    private static final Pattern CONVERSION =
            Pattern.compile("(?s).*The config property (\\S+) with the config value .* whilst being converted:? ?(.*)");
    private static final Pattern UNKNOWN =
            Pattern.compile("(\\S+) in PropertiesConfigSource\\[source=(.*?)]\\S* does not map to any root");

    private StartupFailure() {}

    static String explain(Throwable failure) {
        List<Throwable> chain = chain(failure);
        for (Throwable cause : chain) {
            String known = switch (cause) {
                case StartupException e -> e.getMessage();
                case QuarkusBindException e ->
                    StartupException.cannotListen(e.getHost(), e.getPort(), e, "--port")
                            .getMessage();
                case ConfigValidationException e -> "configuration: " + problems(e);
                case ConfigurationException e -> "configuration: " + e.getMessage();
                case UnknownHostException e -> "no such host: " + e.getMessage();
                default -> null;
            };
            if (known != null) {
                return oneLine(known);
            }
        }
        Throwable root = chain.getLast();
        return oneLine(root.getMessage() == null ? root.toString() : root.getMessage());
    }

    static String oneLine(@Nullable String text) {
        return text == null ? "failed" : text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String problems(ConfigValidationException e) {
        List<String> all = IntStream.range(0, e.getProblemCount())
                .mapToObj(i -> plain(e.getProblem(i).getMessage()))
                .toList();
        // a setting of ours that is wrong makes wrong what Quarkus derives from it: name only ours then
        List<String> ours =
                all.stream().filter(problem -> problem.contains("spiderweb.")).toList();
        return String.join("\n", ours.isEmpty() ? all : ours);
    }

    /** SmallRye's wording without its codes and class names; the value is quoted only where its converter does. */
    private static String plain(String problem) {
        String message = CODE.matcher(problem).replaceAll("");
        return UNKNOWN.matcher(CONVERSION.matcher(message).replaceFirst("$1: $2"))
                .replaceFirst("$2 has an unknown setting $1");
    }

    private static List<Throwable> chain(Throwable failure) {
        var chain = new ArrayList<Throwable>();
        for (@Nullable Throwable t = failure; t != null && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }
}
