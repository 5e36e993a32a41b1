package io.spiderweb.stack.settings;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An interface that settings are read into. */
record Mapping(Class<?> type, Defaults defaults) {

    /** A setting, by its name in a file. */
    record Property(String name, String fallback, String description) {

        String environment() {
            return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        }
    }

    List<Property> properties() throws IOException {
        String prefix = type.getAnnotation(ConfigMapping.class).prefix();
        Map<String, String> comments = Javadocs.ofMethods(type);
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getParameterCount() == 0 && !method.isDefault())
                // they come in no order
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> {
                    String name = prefix + "." + name(method);
                    return new Property(name, fallback(method, name), comments.getOrDefault(method.getName(), ""));
                })
                .toList();
    }

    private String fallback(Method method, String name) {
        WithDefault given = method.getAnnotation(WithDefault.class);
        return given == null ? defaults.of(name) : given.value();
    }

    private static String name(Method method) {
        WithName given = method.getAnnotation(WithName.class);
        return given == null ? method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) : given.value();
    }
}
