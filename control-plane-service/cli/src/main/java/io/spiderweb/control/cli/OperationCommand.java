package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spiderweb.wire.control.guide.Member;
import io.spiderweb.wire.control.guide.MemberType;
import io.spiderweb.wire.control.guide.OperationGuide;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The subcommand of one operation, made from its guide: a flag for each member, help, examples. */
final class OperationCommand implements Callable<Integer> {

    private final OperationGuide guide;
    private final Main main;
    private final CommandSpec spec;

    private OperationCommand(OperationGuide guide, Main main) {
        this.guide = guide;
        this.main = main;
        this.spec = CommandSpec.wrapWithoutInspection(this);
    }

    static CommandSpec spec(OperationGuide guide, Main main) {
        OperationCommand command = new OperationCommand(guide, main);
        CommandSpec spec = command.spec;
        spec.mixinStandardHelpOptions(true);
        spec.usageMessage()
                .customSynopsis("spiderweb-control " + guide.name() + " [OPTIONS] [PAYLOAD]")
                .description(guide.summary())
                .sortOptions(false)
                .footer(footer(guide));
        guide.members().forEach(member -> spec.addOption(option(member)));
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel("PAYLOAD")
                .type(String.class)
                .description("JSON (default {}), or - to read it from standard input; flags come on top of it")
                .build());
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        return main.run(Request.of(guide.operation(), payload(), main.operatorToken()));
    }

    private JsonNode payload() throws IOException {
        ParseResult given = spec.commandLine().getParseResult();
        JsonNode payload = parse(given.matchedPositionalValue(0, "{}"), "the payload");
        for (Member member : guide.members()) {
            String text = given.matchedOptionValue(flag(member), null);
            if (text != null) {
                if (!(payload instanceof ObjectNode object)) {
                    throw mistake("flags need a payload that is an object, not " + payload);
                }
                object.set(member.name(), value(member, text));
            }
        }
        return payload;
    }

    private JsonNode value(Member member, String text) {
        return switch (member.type()) {
            case MemberType.Text any -> Json.tree(text);
            case MemberType.OneOf choice -> Json.tree(text);
            case MemberType.Unsigned number -> json(member, text);
            case MemberType.Bool bool -> json(member, text);
            case MemberType.Structure object -> json(member, text);
            case MemberType.AnyMembers object -> json(member, text);
            case MemberType.ListOf list -> json(member, text);
        };
    }

    private JsonNode json(Member member, String text) {
        try {
            return Json.parse(text);
        } catch (InvalidJsonException e) {
            throw mistake(flag(member) + " must be JSON (" + member.type().shown() + "), not '" + text + "'");
        }
    }

    private JsonNode parse(String text, String what) throws IOException {
        String json = text.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : text;
        try {
            return Json.parse(json);
        } catch (InvalidJsonException e) {
            throw mistake(what + " is not JSON: " + e.getMessage());
        }
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static OptionSpec option(Member member) {
        String requirement = member.isRequired() ? "required; " : "";
        String fallback = member.fallback() == null ? "" : "; default " + member.fallback();
        OptionSpec.Builder option = OptionSpec.builder(flag(member))
                .paramLabel(label(member.type()))
                .type(String.class)
                .description(
                        requirement + member.meaning() + " (" + member.type().shown() + fallback + ")");
        return switch (member.type()) {
            case MemberType.OneOf(List<String> values) ->
                option.completionCandidates(values).build();
            case MemberType.Bool bool ->
                option.completionCandidates(List.of("true", "false")).build();
            default -> option.build();
        };
    }

    private static String flag(Member member) {
        return "--" + member.name().replace('_', '-');
    }

    private static String label(MemberType type) {
        return switch (type) {
            case MemberType.Text text -> text.isSecret() ? "SECRET" : "TEXT";
            case MemberType.OneOf choice -> String.join("|", choice.values());
            case MemberType.Unsigned number -> number.shown().equals("milliseconds") ? "MS" : "N";
            case MemberType.Bool bool -> "true|false";
            case MemberType.Structure object -> "JSON";
            case MemberType.AnyMembers object -> "JSON";
            case MemberType.ListOf list -> "JSON";
        };
    }

    private static String[] footer(OperationGuide guide) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("For " + guide.callers() + ".");
        guide.gateTokens()
                .forEach(token -> lines.add("The payload may carry " + token.name() + ": " + token.meaning() + "."));
        lines.add("Errors: "
                + guide.errors().stream()
                        .map(code -> code.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")));
        lines.add("");
        lines.add(guide.examples().size() == 1 ? "Example:" : "Examples:");
        guide.examples()
                .forEach(example -> lines.add(
                        "  spiderweb-control " + guide.name() + (example.equals("{}") ? "" : " '" + example + "'")));
        return lines.stream().map(OperationCommand::literal).toArray(String[]::new);
    }

    /** As it is: to picocli, {@code @|…|@} and a percent sign mean something. */
    private static String literal(String line) {
        return line.replace("%", "%%");
    }
}
