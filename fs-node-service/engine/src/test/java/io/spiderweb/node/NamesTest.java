package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files whose names are any bytes that Linux takes. */
class NamesTest extends ServedDirectory {

    private static final int EINVAL = 22;

    /** Latin-1, and what it is shown as. */
    private static final String CAFE = "caf\\351";

    private static final String SHOWN = "caf\uefe9";

    @Test
    void aNameThatIsNotUtf8IsShownAndLeadsToItsFile() throws Exception {
        shell("printf hello > \"$(printf '" + CAFE + "')\"");

        assertThat(names(root)).containsExactly(".", "..", SHOWN);
        long handle = client.open(client.lookup(root, SHOWN), 0);
        assertThat(client.ok(client.onHandle("read", handle, "{}"))
                        .path("data_b64")
                        .textValue())
                .isEqualTo("aGVsbG8=");
    }

    @Test
    void aFileOfSuchANameIsMadeRenamedAndRemoved() throws Exception {
        client.ok(client.onNode("create", root, "{'name':'" + SHOWN + "'}"));
        shell("test -e \"$(printf '" + CAFE + "')\"");

        client.ok(client.call(
                "rename",
                "",
                "{'old_parent':" + root + ",'old_name':'" + SHOWN + "','new_parent':" + root + ",'new_name':'plain'}"));
        assertThat(work.resolve("plain")).exists();
        client.ok(client.onNode("mkdir", root, "{'name':'" + SHOWN + "'}"));
        client.ok(client.onNode("rmdir", root, "{'name':'" + SHOWN + "'}"));
        client.ok(client.onNode("create", root, "{'name':'" + SHOWN + "'}"));
        client.ok(client.onNode("unlink", root, "{'name':'" + SHOWN + "'}"));
        assertThat(work).isDirectoryContaining("glob:**/plain");
        assertThat(names(root)).containsExactly(".", "..", "plain");
    }

    @Test
    void filesInDirectoriesOfSuchNamesAreFoundAlsoThroughLinks() throws Exception {
        shell("d=\"$(printf 'd\\377')\"; mkdir \"$d\"; printf x > \"$d/f\"; ln -s \"$d/f\" link");

        long file = client.lookup(client.lookup(root, "d\uefff"), "f");

        assertThat(client.lookup(root, "link")).isEqualTo(file);
    }

    @Test
    void aTextThatIsTheNameOfNoFileIsRefused() {
        for (String operation : List.of("lookup", "create", "mkdir", "unlink", "rmdir")) {
            assertThat(errno(client.onNode(operation, root, "{'name':'\uefc3\uefa4'}")))
                    .describedAs(operation)
                    .isEqualTo(EINVAL);
        }
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void changesByLocalProgramsToSuchFilesAreAnnounced() throws Exception {
        try (TestClient watching = TestClient.greeted(node, true)) {
            shell("printf a > \"$(printf '" + CAFE + "')\"");
            long file = watching.lookup(root, SHOWN);
            shell("printf bb > \"$(printf '" + CAFE + "')\"");

            String seen;
            do {
                seen = watching.event();
            } while (!seen.startsWith("node " + file + " "));
            assertThat(seen).isEqualTo("node " + file + " all");
        }
    }

    private List<String> names(long directory) {
        List<String> names = new ArrayList<>();
        for (JsonNode entry :
                client.ok(client.onNode("readdirp", directory, "{}")).path("ents")) {
            names.add(entry.path("name").textValue());
        }
        return names;
    }

    private void shell(String script) throws IOException, InterruptedException {
        File directory = work.toFile();
        assertThat(new ProcessBuilder("sh", "-ec", script)
                        .directory(directory)
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }
}
