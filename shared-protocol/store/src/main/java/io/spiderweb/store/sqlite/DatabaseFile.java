package io.spiderweb.store.sqlite;

import io.spiderweb.store.backend.Migrations;
import io.spiderweb.store.backend.Sql;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.flywaydb.core.api.FlywayException;

/**
 * Makes a database file ready to be opened. A new one is completed under another name first, so that a file which is
 * there is always a whole database, and anything else in its place is a reason to stop.
 */
final class DatabaseFile {
    /** SQLite gives its -wal and -shm files the mode of the database. */
    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int APPLICATION_ID = 0x53504457;
    /** Where the header has the application id, see "The Database Header" at sqlite.org/fileformat.html. */
    private static final int APPLICATION_ID_OFFSET = 68;

    private static final Migrations MIGRATIONS = new Migrations(
            SqliteStore.class,
            "flyway_schema_history",
            List.of("V1__documents.sql", "V2__lease_expiry.sql", "V3__journal.sql"));

    private DatabaseFile() {}

    static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** The path of {@code file} without links in its directory, which is created (mode 0700) where it is missing. */
    static Path inRealDirectory(Path file) {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory == null) {
            throw new IllegalArgumentException(file + " is not the name of a file");
        }
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            return directory.toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw Failures.failed(absolute, e);
        }
    }

    static void prepare(Path file) throws SQLException {
        try {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                check(file);
                Files.setPosixFilePermissions(file, OWNER_ONLY);
                migrate(file);
            } else {
                create(file);
            }
        } catch (IOException e) {
            throw Failures.failed(file, e);
        }
    }

    private static void create(Path file) throws IOException {
        if (Files.exists(beside(file, "-wal"))) {
            throw Failures.unreadable(
                    file, "the file is missing, but the newest changes of it are still in -wal", null);
        }
        Path unfinished = beside(file, ".new");
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(beside(unfinished, "-journal"));
        Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        migrate(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void check(Path file) throws IOException, SQLException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw Failures.unreadable(file, "it is not a regular file", null);
        }
        checkHeader(file);
        try (var connection = Connections.readOnly(file)) {
            String finding =
                    Sql.query(connection, "PRAGMA quick_check(1)", rows -> rows.next() ? rows.getString(1) : "");
            if (!finding.equals("ok")) {
                throw Failures.unreadable(file, "it is damaged: " + finding, null);
            }
        }
        try {
            if (MIGRATIONS.isNewer(Connections.readOnlySource(file))) {
                throw Failures.unreadable(file, "it was written by a newer version of Spiderweb: install that", null);
            }
        } catch (FlywayException e) {
            throw Failures.failed(file, e);
        }
    }

    private static void migrate(Path file) {
        try {
            MIGRATIONS.migrate(Connections.source(file));
        } catch (FlywayException e) {
            throw Failures.failed(file, e);
        }
    }

    private static void checkHeader(Path file) throws IOException {
        byte[] header;
        try (InputStream in = Files.newInputStream(file)) {
            header = in.readNBytes(APPLICATION_ID_OFFSET + Integer.BYTES);
        }
        if (header.length == 0) {
            throw Failures.unreadable(file, "it is empty", null);
        }
        if (header.length < APPLICATION_ID_OFFSET + Integer.BYTES || !startsWithMagic(header)) {
            throw Failures.unreadable(file, "it is damaged or not a database", null);
        }
        if (ByteBuffer.wrap(header).getInt(APPLICATION_ID_OFFSET) != APPLICATION_ID) {
            throw Failures.unreadable(file, "it is not a database of Spiderweb", null);
        }
    }

    private static boolean startsWithMagic(byte[] header) {
        return ByteBuffer.wrap(header, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }
}
