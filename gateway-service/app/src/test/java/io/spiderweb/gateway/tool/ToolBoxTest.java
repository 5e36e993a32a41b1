package io.spiderweb.gateway.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.gateway.testing.Fixture;
import io.spiderweb.gateway.testing.LocalFiles;
import io.spiderweb.gateway.workspace.Workspaces;
import io.spiderweb.wire.control.SessionReply.Binding;
import io.spiderweb.wire.json.Fields;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools as {@code spec agent-runtime 10.1} describes them. */
class ToolBoxTest {

    @TempDir
    Path root;

    private ToolBox tools;

    @BeforeEach
    void fillWorkspace() throws IOException {
        tools = new ToolBox(
                new Workspaces(
                        Fixture::status,
                        status -> new LocalFiles(root),
                        Workspaces.Limits.DEFAULT,
                        InstantSource.system()),
                new SimpleMeterRegistry());
        Files.createDirectories(root.resolve("docs/.hidden"));
        Files.writeString(root.resolve("README.md"), "# Harbour\nlamps\n");
        Files.writeString(root.resolve("docs/log.md"), "quiet\nThe harbour was quiet.\n");
        Files.writeString(root.resolve("docs/.hidden/x"), "harbour");
        Files.write(root.resolve("docs/image"), new byte[] {'h', 0, 'h'});
    }

    @Test
    void aListNamesEntriesWithTheirTypes() {
        assertThat(run("file_list", "{}"))
                .isEqualTo(json("{'path':'.','entries':[{'name':'README.md','type':'file'},"
                        + "{'name':'docs','type':'directory'}],'truncated':false}"));
        assertThat(run("file_list", "{'path':'docs','recursive':true}").path("entries"))
                .extracting(entry -> entry.path("name").asText())
                .containsExactly(".hidden", "image", "log.md", ".hidden/x");
        assertThat(run("file_list", "{'max_entries':1}"))
                .isEqualTo(json("{'path':'.','entries':[{'name':'README.md','type':'file'}],'truncated':true}"));
    }

    @Test
    void aReadGivesTheTextAndSaysWhenItWasCut() throws IOException {
        assertThat(run("file_read", "{'path':'README.md'}"))
                .isEqualTo(json("{'path':'README.md','bytes':16,'truncated':false,'content':'# Harbour\\nlamps\\n'}"));
        Files.writeString(root.resolve("euro"), "a€€");
        assertThat(run("file_read", "{'path':'euro','max_bytes':6}"))
                .isEqualTo(json("{'path':'euro','bytes':4,'truncated':true,'content':'a€'}"));
        assertThat(run("file_read", "{'path':'euro','max_bytes':7}"))
                .isEqualTo(json("{'path':'euro','bytes':7,'truncated':false,'content':'a€€'}"));
    }

    @Test
    void aWriteMakesReplacesAndExtendsFiles() throws IOException {
        assertThat(run("file_write", "{'path':'new/dir/a.txt','content':'héllo'}"))
                .isEqualTo(json("{'path':'new/dir/a.txt','bytes_written':6,'append':false}"));
        run("file_write", "{'path':'new/dir/a.txt','content':'hi'}");
        run("file_write", "{'path':'new/dir/a.txt','content':'!','append':true}");
        assertThat(root.resolve("new/dir/a.txt")).hasContent("hi!");
        assertThat(errorCode("file_write", "{'path':'no/a.txt','content':'x','create_parents':false}"))
                .isEqualTo("execution_failed");
        assertThat(root.resolve("no")).doesNotExist();
    }

    @Test
    void aSearchFindsLinesOfTextFiles() {
        assertThat(run("search_code", "{'query':'harbou?r'}"))
                .isEqualTo(json("{'path':'.','query':'harbou?r','matches':['README.md:1:# Harbour',"
                        + "'docs/log.md:2:The harbour was quiet.'],'count':2,'truncated':false}"));
        assertThat(run("search_code", "{'query':'harbour','case_sensitive':true}")
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(run("search_code", "{'query':'quiet','path':'docs/log.md','max_results':1}"))
                .isEqualTo(json("{'path':'docs/log.md','query':'quiet','matches':['docs/log.md:1:quiet'],"
                        + "'count':1,'truncated':true}"));
        assertThat(errorCode("search_code", "{'query':'('}")).isEqualTo("invalid_params");
    }

    @Test
    void anExpressionThatBacktracksWithoutEndIsCutOff() throws Exception {
        Files.writeString(root.resolve("trap"), "a".repeat(3000));
        Arguments arguments = new Arguments(
                new Fields(Json.object().put("query", ".*.*.*.*.*.*.*b").put("path", "trap")));
        JsonNode result = new SearchCode(Duration.ofMillis(50)).run(arguments, new LocalFiles(root));
        assertThat(result.path("truncated").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../secret", "docs/../../secret", "~/x"})
    void noToolLeavesTheWorkspace(String path) {
        for (String tool : new String[] {"file_read", "file_list", "file_write", "search_code"}) {
            var arguments = Json.object().put("path", path).put("content", "x").put("query", "x");
            JsonNode error = run(new ToolCall("c", tool, Json.write(arguments))).path("error");
            assertThat(error.path("code").asText()).as(tool).isEqualTo("permission_denied");
            assertThat(error.path("message").asText()).contains(path).contains("relative");
        }
        assertThat(root.resolveSibling("secret")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '^',
            value = {
                "file_read, {}, invalid_params",
                "file_read, {'path':7}, invalid_params",
                "file_read, {'path':'gone'}, execution_failed",
                "file_list, {'recursive':'yes'}, invalid_params",
                "file_list, ^{'path':'.','max_entries':-1}^, invalid_params",
                "file_write, {'path':'a'}, invalid_params",
                "file_write, ^{'path':'.','content':'x'}^, invalid_params",
                "file_read, [1], invalid_params",
                "file_read, nonsense, invalid_params",
                "launch_rocket, {}, tool_not_found",
            })
    void whatGoesWrongIsAResultWithACode(String tool, String arguments, String code) {
        assertThat(errorCode(tool, arguments)).isEqualTo(code);
    }

    @Test
    void everyToolTellsProvidersItsArguments() {
        assertThat(tools.specs())
                .extracting(spec -> spec.name())
                .containsExactly("file_list", "file_read", "file_write", "search_code");
        assertThat(tools.specs()).allSatisfy(spec -> {
            assertThat(spec.schema().path("type").asText()).isEqualTo("object");
            assertThat(spec.schema().path("properties").isObject()).isTrue();
            assertThat(spec.schema().path("required").isArray()).isTrue();
        });
    }

    private String errorCode(String tool, String arguments) {
        return run(tool, arguments).path("error").path("code").asText();
    }

    private JsonNode run(String tool, String arguments) {
        return run(new ToolCall("c1", tool, arguments.replace('\'', '"')));
    }

    private JsonNode run(ToolCall call) {
        try {
            return tools.run(call, new Binding("s1", "alice", "p1"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return Json.parse(text.replace('\'', '"'));
        } catch (io.spiderweb.wire.json.InvalidJsonException e) {
            throw new AssertionError(e);
        }
    }
}
