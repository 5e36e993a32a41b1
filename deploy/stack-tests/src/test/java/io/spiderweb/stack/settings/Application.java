package io.spiderweb.stack.settings;

import io.smallrye.config.ConfigMapping;
import io.spiderweb.stack.Checkout;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A packaged application, with a class loader of its own, since no two of them share a class path. */
final class Application implements AutoCloseable {

    private static final Path TOP = Checkout.find().top();

    private final URLClassLoader loader;
    private final List<Path> ownJars;

    private Application(List<Path> jars, List<Path> ownJars) throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            urls.add(URI.create("file:" + jar).toURL());
        }
        this.loader = new URLClassLoader(urls.toArray(URL[]::new), Application.class.getClassLoader());
        this.ownJars = ownJars;
    }

    /** @param module whose {@code quarkus-app} was built */
    static Application service(String module) throws IOException {
        Path app = TOP.resolve(module).resolve("target/quarkus-app");
        List<Path> own = jars(app.resolve("app"));
        List<Path> all = new ArrayList<>(own);
        all.addAll(jars(app.resolve("lib/main")));
        all.addAll(jars(app.resolve("lib/boot")));
        return new Application(all, own);
    }

    /** @param module that is a command without Quarkus */
    static Application command(String module) throws IOException {
        Path target = TOP.resolve(module).resolve("target");
        List<Path> all = new ArrayList<>(jars(target));
        all.addAll(jars(target.resolve("lib")));
        return new Application(all, List.of());
    }

    CommandLine commandLine(String mainClass) throws ClassNotFoundException {
        return new CommandLine(load(mainClass));
    }

    Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    /** The interfaces of the application itself that its settings are read into. */
    List<Class<?>> mappings() throws IOException, ClassNotFoundException {
        List<Class<?>> mappings = new ArrayList<>();
        for (Path own : ownJars) {
            try (JarFile jar = new JarFile(own.toFile())) {
                for (String name :
                        jar.stream().map(entry -> entry.getName()).sorted().toList()) {
                    if (name.startsWith("io/spiderweb/") && name.endsWith(".class") && !name.contains("-info")) {
                        Class<?> type =
                                load(name.substring(0, name.length() - 6).replace('/', '.'));
                        if (type.isInterface() && type.isAnnotationPresent(ConfigMapping.class)) {
                            mappings.add(type);
                        }
                    }
                }
            }
        }
        return mappings;
    }

    Defaults defaults() throws IOException {
        return Defaults.of(loader);
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static List<Path> jars(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is not there: package the module first");
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
