package io.spiderweb.stack.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.stack.settings.Mapping.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code docs/configuration.md} says what the programs do; with {@code -Ddocs.update=true} it is made to. */
class SettingsPageTest {

    private static final String OPTIONS = "io.spiderweb.service.launch.ServiceOptions";
    private static final String CONFIG = "io.spiderweb.service.ServiceConfig";

    /** Services by their names: the module, and the class with the command line. */
    private static final Map<String, List<String>> SERVICES = new LinkedHashMap<>();

    static {
        SERVICES.put("spiderweb", List.of("gateway-service/app", "io.spiderweb.gateway.Gateway"));
        SERVICES.put(
                "spiderweb-control-plane", List.of("control-plane-service/app", "io.spiderweb.control.ControlPlane"));
        SERVICES.put("spiderweb-fs-node", List.of("fs-node-service/app", "io.spiderweb.node.app.NodeCommand"));
    }

    @Test
    void thePageListsEverySetting() throws Exception {
        Page page = Page.read();
        Page expected = page;
        for (var table : tables().entrySet()) {
            expected = expected.with(table.getKey(), Setting.table(table.getValue()));
        }
        if (Boolean.getBoolean("docs.update")) {
            expected.write();
        } else {
            assertThat(page.text())
                    .as("docs/configuration.md; package all modules, and -Ddocs.update=true brings it up to date")
                    .isEqualTo(expected.text());
        }
    }

    private static Map<String, List<Setting>> tables() throws Exception {
        Map<String, List<Setting>> tables = new LinkedHashMap<>();
        Map<String, List<Property>> common = new LinkedHashMap<>();
        Set<String> commonOptions = Set.of();
        for (var service : SERVICES.entrySet()) {
            try (Application application =
                    Application.service(service.getValue().getFirst())) {
                CommandSpec shared = new CommandLine(application.load(OPTIONS)).getCommandSpec();
                common.put(
                        service.getKey(), new Mapping(application.load(CONFIG), application.defaults()).properties());
                commonOptions = CommandSettings.names(shared);
                tables.put(
                        "every service",
                        CommandSettings.of(shared, Set.of(), differing(common)).settings());
                CommandSpec command =
                        application.commandLine(service.getValue().getLast()).getCommandSpec();
                tables.put(
                        service.getKey(),
                        CommandSettings.of(command, commonOptions, properties(application))
                                .settings());
            }
        }
        try (Application mount = Application.service("fs-mount-client/app")) {
            CommandLine command = mount.commandLine("io.spiderweb.mount.app.command.FsMount");
            tables.put("spiderweb-fs-mount", settings(command.getCommandSpec(), properties(mount)));
            for (var subcommand : command.getSubcommands().entrySet()) {
                List<Setting> settings = settings(subcommand.getValue().getCommandSpec(), List.of());
                if (!settings.isEmpty()) {
                    tables.put("spiderweb-fs-mount " + subcommand.getKey(), settings);
                }
            }
        }
        try (Application control = Application.command("control-plane-service/cli")) {
            CommandLine command = control.commandLine("io.spiderweb.control.cli.Main");
            tables.put("spiderweb-control", settings(command.getCommandSpec(), List.of()));
        }
        return tables;
    }

    private static List<Setting> settings(CommandSpec command, List<Property> properties) {
        return CommandSettings.of(command, Set.of(), properties).settings();
    }

    private static List<Property> properties(Application application) throws IOException, ClassNotFoundException {
        List<Property> properties = new ArrayList<>();
        for (Class<?> mapping : application.mappings()) {
            properties.addAll(new Mapping(mapping, application.defaults()).properties());
        }
        return properties;
    }

    /** The settings that all have, with every default where they are not the same. */
    private static List<Property> differing(Map<String, List<Property>> byService) {
        List<Property> first = byService.values().iterator().next();
        return first.stream()
                .map(property -> {
                    Map<String, String> fallbacks = new LinkedHashMap<>();
                    byService.forEach((service, properties) -> properties.stream()
                            .filter(other -> other.name().equals(property.name()))
                            .forEach(other -> fallbacks.put(service, other.fallback())));
                    String text = fallbacks.values().stream().distinct().count() == 1
                            ? property.fallback()
                            : fallbacks.entrySet().stream()
                                    .map(entry -> entry.getKey() + " " + entry.getValue())
                                    .collect(Collectors.joining(", "));
                    return new Property(property.name(), text, property.description());
                })
                .toList();
    }
}
