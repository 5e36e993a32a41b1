package io.spiderweb.service.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LauncherTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void anOptionThatDoesNotExistIsOneLineWithTheOptionsThatComeNear() {
        assertThat(run(() -> 0, "--metric-port", "1")).isEqualTo(2);

        assertThat(err)
                .hasToString("sample: Unknown options: '--metric-port', '1', did you mean --metrics-bind or"
                        + " --metrics-port?; see sample --help\n");
    }

    @Test
    void aPortThatCannotBeIsNamedWithItsOption() {
        assertThat(run(() -> 0, "--port", "70000")).isEqualTo(2);

        assertThat(err)
                .hasToString("sample: Invalid value for option '--port': '70000' is not a port from 0 to 65535; see"
                        + " sample --help\n");
    }

    @Test
    void aFailureIsOneLineWithoutAStackTrace() {
        Callable<Integer> failing = () -> {
            throw new IllegalStateException("wrapped", new StartupException("the store is locked\nby another"));
        };

        assertThat(run(failing)).isEqualTo(1);
        assertThat(err).hasToString("sample: the store is locked; by another\n");
    }

    @Test
    void helpAndVersionRunNothing() {
        Callable<Integer> never = () -> {
            throw new IllegalStateException("ran");
        };

        assertThat(run(never, "--help")).isZero();
        assertThat(run(never, "--version")).isZero();
        assertThat(out.toString()).contains("--data-dir", "SPIDERWEB_DATA_DIR", "spiderweb " + Version.number());
    }

    private int run(Callable<Integer> action, String... args) {
        CommandLine commandLine = Launcher.commandLine(new Sample(action));
        return commandLine
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Command(name = "sample", mixinStandardHelpOptions = true, versionProvider = Version.class)
    private record Sample(Callable<Integer> action, @Mixin ServiceOptions service) implements Callable<Integer> {

        Sample(Callable<Integer> action) {
            this(action, new ServiceOptions());
        }

        @Override
        public Integer call() throws Exception {
            return action.call();
        }
    }
}
