package io.spiderweb.control.cli;

import io.spiderweb.transport.Endpoint;
import io.spiderweb.transport.WsClient;
import io.spiderweb.transport.control.LocalCredentials;
import io.spiderweb.wire.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code spiderweb-control}. Exit status: 0 done, 1 refused or failed, 2 the command line is wrong. */
@Command(
        name = "spiderweb-control",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Sends one operation to the control plane, or to the gateway in front of it, and prints the reply"
                + " as one line of JSON.",
        footer = {
            "",
            "Exit status: 0 done; 1 refused (the error is on standard error) or failed; 2 wrong command line.",
            "A token on a command line is visible to others: prefer the environment, or the data directory.",
            "",
            "Examples:",
            "  spiderweb-control workspace_status",
            "  spiderweb-control node_invite_create '{\"expires_in_ms\":600000}'",
            "  spiderweb-control node_join_pending_list",
            "  spiderweb-control node_join_approve '{\"request_id\":\"pending-join-1\"}'",
            "  spiderweb-control project_up '{\"name\":\"Lab\",\"desired_mounts\":[",
            "      {\"mount_path\":\"/src\",\"node_id\":\"node-1\",\"export_name\":\"work\"}]}'",
            "  spiderweb-control --url ws://gateway:18790/ control.ping",
            "  source <(spiderweb-control completion)"
        })
public final class Main implements Callable<Integer> {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SPIDERWEB_CONTROL_URL:-ws://127.0.0.1:18790/}",
            description = "where to connect (SPIDERWEB_CONTROL_URL; ws://127.0.0.1:18790/)")
    String url;

    @Option(
            names = "--auth-token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SPIDERWEB_AUTH_TOKEN}",
            description =
                    "bearer token (SPIDERWEB_AUTH_TOKEN; else the admin token of the data directory, if readable)")
    @Nullable String authToken;

    @Option(
            names = "--operator-token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SPIDERWEB_CONTROL_OPERATOR_TOKEN}",
            description = "shown with operations that change something (SPIDERWEB_CONTROL_OPERATOR_TOKEN)")
    @Nullable String operatorToken;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where auth_tokens.json lies (SPIDERWEB_DATA_DIR; ~/.local/share/spiderweb)")
    @Nullable Path dataDir;

    @Option(names = "--raw", description = "send the operation even if it is not known here")
    boolean raw;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "OPERATION",
            completionCandidates = Operations.class,
            description = "with or without control. before it; one of: ${COMPLETION-CANDIDATES}")
    @Nullable String operation;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            defaultValue = "{}",
            description = "JSON; default {}")
    String payload;

    @Spec
    CommandSpec spec;

    public static void main(String... args) {
        // libraries would log to standard error, which is for our own lines alone
        LogManager.getLogManager().reset();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((mistake, args) -> {
                    mistake.getCommandLine()
                            .getErr()
                            .println("spiderweb-control: " + mistake.getMessage() + "; see spiderweb-control --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    commandLine.getErr().println("spiderweb-control: " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws IOException {
        if (operation == null) {
            throw new ParameterException(spec.commandLine(), "name an operation, such as workspace_status");
        }
        Request request;
        Endpoint endpoint;
        try {
            request = Request.of(operation, payload, raw, secret(operatorToken));
            endpoint = Endpoint.of(url, bearer());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        try (WsClient client = WsClient.create();
                Exchange exchange = Exchange.open(client, endpoint)) {
            return print(exchange.negotiateAndAsk(request));
        }
    }

    @Command(name = "completion", description = "Prints the completion script for bash and zsh.")
    int completion() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(AutoComplete.bash("spiderweb-control", spec.commandLine()));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    private int print(Exchange.Answer answer) {
        PrintWriter out = answer.isError()
                ? spec.commandLine().getErr()
                : spec.commandLine().getOut();
        out.println(answer.prefix() + answer.frame());
        if (answer.isError()) {
            out.println("error: ControlError");
        }
        out.flush();
        return answer.isError() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }

    private @Nullable Secret bearer() throws IOException {
        Secret given = secret(authToken);
        return given == null ? LocalCredentials.in(dataDir).adminToken().orElse(null) : given;
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null || text.isBlank() ? null : new Secret(text.strip());
    }

    /** The names that are offered and explained. */
    static final class Operations implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Request.names().iterator();
        }
    }

    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"spiderweb " + (version == null ? "development" : version)};
        }
    }
}
