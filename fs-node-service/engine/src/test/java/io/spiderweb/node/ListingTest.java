package io.spiderweb.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Directories page by page ({@code spec fs-node 6.4, 15.2}). */
class ListingTest extends ServedDirectory {

    @Test
    void pagesNeitherSkipNorRepeatWhileTheDirectoryChanges() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.createFile(work.resolve("f" + i));
        }
        List<String> names = new ArrayList<>();
        long cookie = 0;
        boolean eof = false;
        while (!eof) {
            JsonNode page = client.ok(client.onNode("readdirp", root, "{'cookie':" + cookie + ",'max':7}"));
            page.path("ents").forEach(entry -> names.add(entry.path("name").textValue()));
            if (names.size() == 7) {
                Files.delete(work.resolve(names.get(5)));
                Files.createFile(work.resolve("late"));
            }
            eof = page.path("eof").booleanValue();
            cookie = page.path("next").longValue();
            assertThat(page.path("next_cookie").longValue()).isEqualTo(eof ? 0 : cookie);
        }

        assertThat(names).startsWith(".", "..").doesNotHaveDuplicates();
        assertThat(names)
                .containsAll(IntStream.range(0, 100).mapToObj(i -> "f" + i).toList());
    }

    @Test
    void aVanishedEntryMovesNoOtherBetweenPages() throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.createFile(work.resolve("f" + i));
        }
        List<String> names = new ArrayList<>();
        collect(names, 0, 6);
        try (var files = Files.list(work)) {
            for (Path file : files.filter(f -> !names.contains(f.getFileName().toString()))
                    .limit(5)
                    .toList()) {
                Files.delete(file);
            }
        }
        // as clients of the reference do: the cookie is the number of entries that they have used
        collect(names, names.size(), 6);
        collect(names, names.size(), 100);

        assertThat(names).hasSize(2 + 15).doesNotHaveDuplicates();
    }

    @Test
    void oddEntriesAreLeftOutOfListingsAndBreakNothing() throws Exception {
        Files.createSymbolicLink(work.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(work.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(work.resolve("outside"), Path.of("../outside"));
        Files.createDirectory(work.resolve(".spiderweb-sandbox"));
        Files.writeString(work.resolve("good"), "x");
        assertThat(new ProcessBuilder("sh", "-c", "touch 'back\\slash'")
                        .directory(work.toFile())
                        .start()
                        .waitFor())
                .isZero();
        List<String> names = new ArrayList<>();
        collect(names, 0, 100);

        assertThat(names).containsExactly(".", "..", "good");
    }

    @Test
    void aLargeListingComesInFramesOfAGoodSize() throws IOException {
        for (int i = 0; i < 5000; i++) {
            Files.createFile(work.resolve("long-name-".repeat(15) + i));
        }

        client.send(TestClient.request(99, "readdirp", "'node':" + root, "{'max':16384}"));
        String frame = client.next();

        assertThat(frame.length()).isLessThan(2 << 20);
        assertThat(TestClient.parse(frame).path("payload").path("eof").booleanValue())
                .isFalse();
    }

    private void collect(List<String> names, int cookie, int max) {
        client.ok(client.onNode("readdirp", root, "{'cookie':" + cookie + ",'max':" + max + "}"))
                .path("ents")
                .forEach(entry -> names.add(entry.path("name").textValue()));
    }
}
