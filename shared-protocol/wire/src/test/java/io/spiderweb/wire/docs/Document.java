package io.spiderweb.wire.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file below {@code docs} that the code makes, or a part of it; {@code -Ddocs.update=true} writes it. */
record Document(Path file) {

    static Document named(String name) {
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isExecutable(dir.resolve("mvnw"))) {
                return new Document(dir.resolve("docs").resolve(name));
            }
        }
        throw new AssertionError("no mvnw above " + Path.of("").toAbsolutePath());
    }

    String text() throws IOException {
        return Files.readString(file);
    }

    void mustBe(String expected) throws IOException {
        if (Boolean.getBoolean("docs.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, expected);
        }
        assertThat(text())
                .as(file + "; -Ddocs.update=true brings it up to date")
                .isEqualTo(expected);
    }
}
