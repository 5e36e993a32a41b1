package io.spiderweb.control.auth;

import io.spiderweb.service.launch.StartupException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A small file that only its owner may read (mode 0600). It is replaced as a whole, so that it is never seen half written. */
public record PrivateFile(Path path) {

    /** More than any of these files needs ({@code spec control 6.5}). */
    private static final int MAX_BYTES = 64 << 10;

    /**
     * What the file holds; absent if there is none.
     *
     * @throws StartupException if there is one and it cannot be read
     */
    Optional<String> read() {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new StartupException(
                        path + " has more than " + MAX_BYTES + " bytes: it is not what it should be");
            }
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StartupException("cannot read " + path + ": " + e, e);
        }
    }

    /** What the file holds; if there is none, it is made. */
    String readOrCreate(Supplier<String> content) {
        return read().orElseGet(() -> {
            String created = content.get();
            try {
                write(created);
            } catch (IOException e) {
                throw new StartupException("cannot write " + path + ": " + e, e);
            }
            return created;
        });
    }

    /** Replaces the content; when this returns, it would survive a power cut. */
    public void write(String content) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(path.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }
}
