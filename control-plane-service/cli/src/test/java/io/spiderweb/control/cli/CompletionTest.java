package io.spiderweb.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion script in real shells. */
class CompletionTest {

    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void write() throws Exception {
        script = directory.resolve("completion");
        try (PrintWriter out = new PrintWriter(script.toFile(), StandardCharsets.UTF_8)) {
            assertThat(new Main()
                            .commandLine(Names.of("completion"))
                            .setOut(out)
                            .execute("completion"))
                    .isZero();
        }
    }

    @Test
    void namesOfOperationsAreCompleted() throws Exception {
        assertThat(completed("node_jo"))
                .containsExactlyInAnyOrder(
                        "node_join",
                        "node_join_request",
                        "node_join_pending_list",
                        "node_join_approve",
                        "node_join_deny",
                        "node_join_collect");
        assertThat(completed("pro")).contains("probe", "project_up");
    }

    @Test
    void flagsOfAnOperationAreCompleted() throws Exception {
        assertThat(completed("node_join", "--lease")).containsExactly("--lease-ttl-ms");
        assertThat(completed("auth_rotate", "--role", "")).contains("admin", "user");
    }

    @Test
    void zshUnderstandsTheScriptToo() throws Exception {
        assumeTrue(
                Stream.of("/bin/zsh", "/usr/bin/zsh").map(Path::of).anyMatch(Files::isExecutable),
                "zsh is not installed: apt-get install zsh");
        assertThat(run("zsh", "-f", "emulate ksh; source " + script + "; ", "audit_tail", "--"))
                .contains("--limit", "--agent-id")
                .noneMatch(line -> line.contains("rror"));
    }

    private List<String> completed(String... words) throws Exception {
        return run("bash", "--norc", "source " + script + "; compopt() { :; }; ", words);
    }

    private List<String> run(String shell, String withoutStartFiles, String preparation, String... words)
            throws Exception {
        Path result = directory.resolve("result");
        List<String> command = new ArrayList<>(List.of(
                shell,
                withoutStartFiles,
                "-c",
                preparation + "COMP_WORDS=(spiderweb-control \"$@\"); COMP_CWORD=$#; _complete_spiderweb-control;"
                        + " printf '%s\\n' \"${COMPREPLY[@]}\"",
                shell));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(result.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Files.readString(result).lines().map(String::strip).toList();
    }
}
