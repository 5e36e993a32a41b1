package io.spiderweb.service.launch;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a picocli command so that a mistake is one line on standard error, and never a stack trace. */
public final class Launcher {

    private Launcher() {}

    /** Runs the command and ends the process with its exit status. */
    public static void run(Object command, String... args) {
        System.exit(commandLine(command).execute(args));
    }

    static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((mistake, args) -> explainMistake(mistake))
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> explainFailure(failure, commandLine));
    }

    private static int explainMistake(ParameterException mistake) {
        CommandLine commandLine = mistake.getCommandLine();
        String name = commandLine.getCommandSpec().qualifiedName();
        PrintWriter err = commandLine.getErr();
        err.println(name + ": " + StartupFailure.oneLine(mistake.getMessage()) + nearest(mistake) + "; see " + name
                + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static String nearest(ParameterException mistake) {
        if (!(mistake instanceof UnmatchedArgumentException unmatched)
                || unmatched.getSuggestions().isEmpty()) {
            return "";
        }
        return ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }

    private static int explainFailure(Exception failure, CommandLine commandLine) {
        String name = commandLine.getCommandSpec().qualifiedName();
        commandLine.getErr().println(name + ": " + StartupFailure.explain(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }
}
