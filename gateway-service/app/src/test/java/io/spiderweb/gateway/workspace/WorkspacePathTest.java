package io.spiderweb.gateway.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspacePathTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "/", "~", "~/x", "~root", "..", "../x", "a/../../x", "a/..", "a\0b"})
    void aPathThatCouldLeadOutOfTheWorkspaceIsNone(String text) {
        assertThat(WorkspacePath.parse(text)).isEmpty();
    }

    @Test
    void aPathIsNormalised() {
        assertThat(WorkspacePath.parse("./a//b/.")).contains(new WorkspacePath("a/b"));
        assertThat(WorkspacePath.parse(".")).contains(WorkspacePath.ROOT);
        assertThat(WorkspacePath.parse("..a/b..")).contains(new WorkspacePath("..a/b.."));
    }
}
