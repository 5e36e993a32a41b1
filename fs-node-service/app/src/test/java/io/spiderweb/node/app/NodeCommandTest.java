package io.spiderweb.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command line, in a process of its own. */
class NodeCommandTest {

    private record Outcome(int status, String out, String err) {}

    @Test
    void helpNamesEveryOptionAndWarnsOfTokensOnTheCommandLine() throws Exception {
        Outcome help = run("--help");

        assertThat(help.status).isZero();
        assertThat(help.out)
                .contains("--export", "--control-url", "--invite-file", "--fs-url", "--state-file", "--data-dir")
                .contains("can be read by everybody");
        assertThat(help.err).isEmpty();
    }

    @Test
    void aMistakeInAnExportIsOneLineThatShowsTheForm() throws Exception {
        Outcome mistake = run("--export", "nope");

        assertThat(mistake.status).isEqualTo(2);
        assertThat(mistake.err).contains("'nope' is no export: write NAME=PATH").hasLineCount(1);
    }

    @Test
    void aWayOfPairingThatIsNotThereIsRefused() throws Exception {
        assertThat(run("--pair-mode", "magic").err).contains("INVITE", "REQUEST", "'magic'");
    }

    private static Outcome run(String... args) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
        // as the packaged application does
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeCommand.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, err);
    }
}
