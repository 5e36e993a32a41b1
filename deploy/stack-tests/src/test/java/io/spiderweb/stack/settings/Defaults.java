package io.spiderweb.stack.settings;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Properties;

/** The settings that an application is packaged with. */
record Defaults(Properties properties) {

    static Defaults of(ClassLoader loader) throws IOException {
        Properties all = new Properties();
        // the later one wins
        for (String name : List.of("META-INF/microprofile-config.properties", "application.properties")) {
            URL resource = loader.getResource(name);
            if (resource != null) {
                try (InputStream file = resource.openStream()) {
                    all.load(file);
                }
            }
        }
        return new Defaults(all);
    }

    /** As it holds in a packaged application; empty if there is none. */
    String of(String property) {
        return properties.getProperty("%prod." + property, properties.getProperty(property, ""));
    }
}
