package io.spiderweb.control.cli;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.LocalCredentials;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.control.ControlOperation.Scope;
import io.spiderweb.wire.control.guide.OperationGuide;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code spiderweb-control}. Exit status: 0 done, 1 anything else ({@code spec control 9.1}). */
@Command(
        name = "spiderweb-control",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = Main.Version.class,
        subcommands = {Backup.class, Echo.class, Probe.class, HelpCommand.class},
        synopsisHeading = "Usage: ",
        customSynopsis = "spiderweb-control [OPTIONS] OPERATION [PAYLOAD] [MEMBERS]",
        description =
                "Sends one operation to the control plane, or to the gateway in front of it, and prints the reply:"
                        + " as a table on a terminal, else as one line of JSON.",
        footer = {
            "",
            "spiderweb-control help OPERATION tells its members, errors and examples.",
            "Exit status: 0 done; 1 refused (the error is on standard error), failed, or a wrong command line.",
            "A token on a command line is visible to others: prefer the environment, the data directory, or a payload"
                    + " on standard input (-).",
            "",
            "Examples:",
            "  spiderweb-control workspace_status --watch",
            "  spiderweb-control node_invite_create '{\"expires_in_ms\":600000}'",
            "  spiderweb-control node_join_approve --request-id pending-join-1",
            "  spiderweb-control --url ws://gateway:18790/ probe",
            "  source <(spiderweb-control completion)"
        })
public final class Main implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:SPIDERWEB_CONTROL_URL:-ws://127.0.0.1:18790/}",
            description = "where to connect (SPIDERWEB_CONTROL_URL; ws://127.0.0.1:18790/)")
    String url;

    @Option(
            names = "--auth-token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:SPIDERWEB_AUTH_TOKEN}",
            description =
                    "bearer token (SPIDERWEB_AUTH_TOKEN; else the admin token of the data directory, if readable)")
    @Nullable String authToken;

    @Option(
            names = "--operator-token",
            paramLabel = "TOKEN",
            scope = ScopeType.INHERIT,
            defaultValue = "${env:SPIDERWEB_CONTROL_OPERATOR_TOKEN}",
            description = "shown with operations that change something (SPIDERWEB_CONTROL_OPERATOR_TOKEN)")
    @Nullable String operatorToken;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "where auth_tokens.json lies (SPIDERWEB_DATA_DIR; ~/.local/share/spiderweb)")
    @Nullable Path dataDir;

    @Option(
            names = "--tls-ca-file",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            defaultValue = "${env:SPIDERWEB_TLS_CA_FILE}",
            description =
                    "authorities that the server's certificate must come from, PEM (SPIDERWEB_TLS_CA_FILE; those of the JDK)")
    @Nullable Path authorities;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "print replies as they came, also on a terminal")
    boolean json;

    @Option(names = "--table", scope = ScopeType.INHERIT, description = "print tables, also where there is no terminal")
    boolean table;

    @Option(
            names = "--watch",
            scope = ScopeType.INHERIT,
            description = "for operations that change nothing: ask again whenever the topology changes, until Ctrl-C;"
                    + " with debug_subscribe, print every push")
    volatile boolean watch;

    @Option(names = "--raw", description = "send the operation even if it is not known here")
    boolean raw;

    @Parameters(index = "0", arity = "0..1", paramLabel = "OPERATION", hidden = true)
    @Nullable String operation;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PAYLOAD", defaultValue = "{}", hidden = true)
    String payload;

    @Spec
    CommandSpec spec;

    public static void main(String... args) {
        // libraries would log to standard error, which is for our own lines alone
        LogManager.getLogManager().reset();
        Main main = new Main();
        // Ctrl-C is how watching ends, so it has not failed
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (main.watch) {
                Runtime.getRuntime().halt(ExitCode.OK);
            }
        }));
        int status = main.execute(args);
        main.watch = false;
        System.exit(status);
    }

    int execute(String... arguments) {
        String[] plain = Names.withoutChannel(arguments);
        return commandLine(Names.of(plain)).execute(plain);
    }

    /** @param names of the operations that get a subcommand: to make all of them takes as long as the rest of a command */
    CommandLine commandLine(Set<String> names) {
        CommandLine commands = new CommandLine(this);
        OperationGuide.all().stream()
                .filter(guide -> names.contains(guide.name()))
                .forEach(guide -> commands.addSubcommand(guide.name(), OperationCommand.spec(guide, this)));
        return commands.setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Main::tellMistake)
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println("spiderweb-control: " + failure.getMessage());
                    return ExitCode.SOFTWARE;
                });
    }

    /** What is no operation that is known here. */
    @Override
    public Integer call() throws IOException {
        if (operation == null) {
            spec.commandLine().usage(spec.commandLine().getOut());
            throw new ParameterException(spec.commandLine(), "name an operation, such as workspace_status");
        }
        if (!raw) {
            throw new ParameterException(
                    spec.commandLine(),
                    "unknown operation '" + operation + "', did you mean " + Names.nearest(operation)
                            + "? (--raw sends it all the same)");
        }
        String type = operation.startsWith(Names.CHANNEL) ? operation : Names.CHANNEL + operation;
        try {
            return run(Request.of(type, Json.parse(payload)));
        } catch (InvalidJsonException e) {
            throw new ParameterException(spec.commandLine(), "the payload is not JSON: " + e.getMessage(), e);
        }
    }

    @Command(name = "completion", description = "Prints the completion script for bash and zsh.")
    int completion() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(AutoComplete.bash("spiderweb-control", spec.commandLine()));
        out.flush();
        return ExitCode.OK;
    }

    /** Sends one request and shows what becomes of it. */
    int run(Request request) throws IOException {
        Endpoint endpoint = endpoint();
        Output output = output();
        if (watch && !mayBeRepeated(request)) {
            throw new ParameterException(spec.commandLine(), "--watch is for operations that change nothing");
        }
        try (WsClient client = client()) {
            if (watch) {
                return new Watch(client, endpoint, output).run(request);
            }
            try (Patience patience = Patience.begin(output, endpoint);
                    Exchange exchange = Exchange.open(client, endpoint)) {
                Optional<Answer> refusal = exchange.negotiate();
                return output.show(refusal.isPresent() ? refusal.get() : exchange.ask(request));
            }
        }
    }

    WsClient client() {
        try {
            return WsClient.create(authorities);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--tls-ca-file: " + e.getMessage(), e);
        }
    }

    Endpoint endpoint() throws IOException {
        try {
            return Endpoint.of(url, bearer());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    Output output() {
        Console console = System.console();
        boolean isScreen = console != null && console.isTerminal();
        return new Output(
                spec.commandLine().getOut(), spec.commandLine().getErr(), !json && (table || isScreen), isScreen);
    }

    @Nullable Secret operatorToken() {
        return secret(operatorToken);
    }

    private static boolean mayBeRepeated(Request request) {
        return ControlOperation.ofType(request.type())
                .filter(known -> known.scope() == Scope.NONE && !known.pushesTopology())
                .isPresent();
    }

    private static int tellMistake(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        command.getErr()
                .println("spiderweb-control: " + mistake.getMessage() + "; see "
                        + command.getCommandSpec().qualifiedName() + " --help");
        UnmatchedArgumentException.printSuggestions(mistake, command.getErr());
        return ExitCode.SOFTWARE;
    }

    private @Nullable Secret bearer() throws IOException {
        Secret given = secret(authToken);
        return given == null ? LocalCredentials.in(dataDir).adminToken().orElse(null) : given;
    }

    static @Nullable Secret secret(@Nullable String text) {
        return text == null || text.isBlank() ? null : new Secret(text.strip());
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"spiderweb " + (version == null ? "development" : version)};
        }
    }
}
