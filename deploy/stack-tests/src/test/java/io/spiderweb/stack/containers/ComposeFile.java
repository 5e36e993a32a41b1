package io.spiderweb.stack.containers;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A compose file, with its anchors resolved and its variables as they stand. */
record ComposeFile(String text, Map<String, Map<String, Object>> services, Map<String, Object> volumes) {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

    @SuppressWarnings("unchecked")
    static ComposeFile read(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return new ComposeFile(
                    Files.readString(file),
                    (Map<String, Map<String, Object>>) document.getOrDefault("services", Map.of()),
                    (Map<String, Object>) document.getOrDefault("volumes", Map.of()));
        }
    }

    /** Everything between the braces, so that a variable with a default is not one of those that are expected. */
    Set<String> variables() {
        Set<String> names = new TreeSet<>();
        VARIABLE.matcher(text).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    /** The elements of a list of a service; empty where it has none. */
    List<String> list(String service, String member) {
        Object value = services.getOrDefault(service, Map.of()).getOrDefault(member, List.of());
        return ((List<?>) value).stream().map(String::valueOf).toList();
    }
}
