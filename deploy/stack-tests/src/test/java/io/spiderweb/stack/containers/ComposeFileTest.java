package io.spiderweb.stack.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.stack.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docker-compose.yml promises to everybody who runs it. */
class ComposeFileTest {

    private static final Path TOP = Checkout.find().top();

    /** It does one thing and ends. */
    private static final String ONE_SHOT = "set-up";

    private ComposeFile compose;

    @BeforeEach
    void read() throws IOException {
        compose = ComposeFile.read(TOP.resolve("docker-compose.yml"));
    }

    @Test
    void hasTheWholeStack() {
        assertThat(compose.services())
                .containsOnlyKeys("control-plane", ONE_SHOT, "gateway", "node-one", "node-two", "mount");
    }

    @Test
    void everyImageIsBuiltAndNoneTwiceAtOnce() {
        assertThat(images(service -> service.containsKey("build")))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Set.copyOf(images(service -> true)));
    }

    private List<Object> images(Predicate<Map<String, Object>> which) {
        return compose.services().values().stream()
                .filter(which)
                .map(service -> service.getOrDefault("image", "none"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"control-plane", ONE_SHOT, "gateway", "node-one", "node-two", "mount"})
    void noServiceHasRightsThatItDoesNotNeed(String name) {
        boolean mounts = name.equals("mount");
        var service = compose.services().get(name);
        assertThat(service).containsEntry("read_only", true).doesNotContainKeys("privileged", "user", "network_mode");
        assertThat(compose.list(name, "cap_drop")).containsExactly("ALL");
        assertThat(compose.list(name, "cap_add")).isEqualTo(mounts ? List.of("SYS_ADMIN") : List.of());
        assertThat(compose.list(name, "devices")).hasSize(mounts ? 1 : 0);
        assertThat(compose.list(name, "security_opt"))
                .containsExactly(mounts ? "apparmor=unconfined" : "no-new-privileges");
        assertThat(compose.list(name, "tmpfs")).anyMatch(directory -> directory.startsWith("/tmp:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"control-plane", ONE_SHOT, "gateway", "node-one", "node-two", "mount"})
    void everyServiceIsBoundedAndStopsInTime(String name) {
        assertThat(compose.services().get(name))
                .containsKeys("mem_limit", "pids_limit")
                .containsEntry("stop_grace_period", "10s");
    }

    @Test
    void everyServiceThatStaysHasAHealthCheckAndComesBack() {
        compose.services().forEach((name, service) -> {
            if (name.equals(ONE_SHOT)) {
                assertThat(service).containsEntry("restart", "no").doesNotContainKey("healthcheck");
            } else {
                assertThat(service)
                        .as(name)
                        .containsEntry("restart", "unless-stopped")
                        .containsKey("healthcheck");
            }
        });
    }

    @Test
    void stateIsInVolumesAndEachServiceHasItsOwn() {
        for (String name : compose.services().keySet()) {
            assertThat(compose.list(name, "volumes"))
                    .as(name)
                    .anyMatch(volume -> volume.startsWith(name + ":/var/lib/spiderweb"));
            assertThat(compose.volumes()).containsKey(name);
            if (!name.equals(ONE_SHOT)) {
                assertThat(compose.list(name, "volumes"))
                        .as(name + " sees the state of no other")
                        .noneMatch(volume -> compose.services().keySet().stream()
                                .filter(Predicate.not(Predicate.isEqual(name)))
                                .anyMatch(other -> volume.startsWith(other + ":")));
            }
        }
    }

    @Test
    void portsAreThisMachinesUnlessToldOtherwise() throws IOException {
        compose.services()
                .forEach((name, service) -> assertThat(compose.list(name, "ports"))
                        .as(name)
                        .allMatch(port -> port.startsWith("${STACK_PUBLISH}:")));
        assertThat(Files.readAllLines(TOP.resolve(".env"))).contains("STACK_PUBLISH=127.0.0.1");
    }

    @Test
    void everyVariableIsASettingWithAnExplanation() throws IOException {
        Set<String> used = new TreeSet<>(compose.variables());
        for (String further : List.of("openai.yml", "sealed.yml")) {
            used.addAll(ComposeFile.read(TOP.resolve("deploy/docker").resolve(further))
                    .variables());
        }
        Set<String> explained = new TreeSet<>();
        List<String> lines = Files.readAllLines(TOP.resolve(".env"));
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).contains("=") && !lines.get(i).startsWith("#")) {
                assertThat(lines.get(i - 1)).as("above " + lines.get(i)).startsWith("# ");
                explained.add(lines.get(i).substring(0, lines.get(i).indexOf('=')));
            }
        }
        assertThat(explained)
                .isEqualTo(used)
                .as("services read the same file when they are started in its directory")
                .allMatch(name -> name.startsWith("STACK_"));
    }
}
