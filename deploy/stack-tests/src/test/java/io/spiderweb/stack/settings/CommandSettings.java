package io.spiderweb.stack.settings;

import io.spiderweb.stack.settings.Mapping.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The settings of a command: its options, and the properties that no option sets.
 *
 * @param options those to be listed, in the order of {@code --help}
 */
record CommandSettings(List<OptionSpec> options, List<Property> properties) {

    /** @param without names of options that are listed elsewhere */
    static CommandSettings of(CommandSpec command, Set<String> without, List<Property> properties) {
        List<OptionSpec> options = command.options().stream()
                .filter(option ->
                        !option.hidden() && !option.inherited() && !option.usageHelp() && !option.versionHelp())
                .filter(option -> !without.contains(option.longestName()))
                .toList();
        return new CommandSettings(options, properties);
    }

    static Set<String> names(CommandSpec command) {
        return command.options().stream().map(OptionSpec::longestName).collect(Collectors.toSet());
    }

    List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        List<Property> rest = new ArrayList<>(properties);
        for (OptionSpec option : options) {
            Described described = described(option);
            Optional<Property> property = property(option, described, rest);
            property.ifPresent(rest::remove);
            settings.add(setting(option, described, property));
        }
        rest.forEach(property ->
                settings.add(new Setting("", property.environment(), property.fallback(), property.description())));
        return settings;
    }

    private static Setting setting(OptionSpec option, Described described, Optional<Property> property) {
        String environment = property.map(Property::environment).orElse(described.variable());
        String fallback = described.fallback().isEmpty()
                ? property.map(Property::fallback).orElse("")
                : described.fallback();
        return new Setting(flag(option), environment, fallback, described.text());
    }

    /** By the variable that its description names, else by its own name. */
    private static Optional<Property> property(OptionSpec option, Described described, List<Property> properties) {
        String variable = described.variable().isEmpty()
                ? "SPIDERWEB_"
                        + option.longestName()
                                .substring(2)
                                .toUpperCase(java.util.Locale.ROOT)
                                .replace('-', '_')
                : described.variable();
        return properties.stream()
                .filter(property -> property.environment().equals(variable))
                .findFirst();
    }

    private static Described described(ArgSpec option) {
        boolean isSwitch = option.arity().max() == 0;
        return Described.of(String.join(" ", option.description()), isSwitch);
    }

    private static String flag(OptionSpec option) {
        boolean isSwitch = option.arity().max() == 0;
        return option.longestName() + (isSwitch ? "" : " " + option.paramLabel());
    }
}
