package io.spiderweb.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spiderweb.store.Key;
import io.spiderweb.store.Store;
import io.spiderweb.store.StoreException;
import io.spiderweb.store.StoreException.Reason;
import io.spiderweb.store.Transaction;
import io.spiderweb.store.Write;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is not a sound database of ours is refused with a reason, and stays what it is to the byte. */
class UnreadableDatabaseTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void writeADatabase() {
        file = directory.resolve("state.db");
        try (Store store = SqliteStore.open(file, SqliteOptions.DEFAULTS)) {
            for (int i = 0; i < 200; i++) {
                store.commit(Transaction.of(Write.create(new Key("things", "thing-" + i), "x".repeat(500))));
            }
        }
    }

    @Test
    void aFileOfRandomBytes() throws Exception {
        Files.write(file, randomBytes(100_000));
        assertRefused("damaged or not a database");
    }

    @Test
    void aDatabaseWithDamagedPages() throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(randomBytes((int) channel.size() - 4_096)), 4_096);
        }
        assertRefused("damaged");
    }

    @Test
    void aDatabaseThatWasCutOff() throws Exception {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }
        assertRefused("damaged");
    }

    @Test
    void anEmptyFile() throws Exception {
        Files.write(file, new byte[0]);
        assertRefused("is empty");
    }

    @Test
    void aDatabaseOfAnotherProgram() throws Exception {
        Files.delete(file);
        change("CREATE TABLE recipes (name TEXT)");
        assertRefused("not a database of Spiderweb");
    }

    @Test
    void aDatabaseOfANewerVersion() throws Exception {
        change("""
                INSERT INTO flyway_schema_history
                SELECT 99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, 'us', installed_on, 1, 1
                FROM flyway_schema_history WHERE installed_rank = 1""");
        assertRefused("newer version of Spiderweb");
    }

    @Test
    void aDatabaseThatIsALink() throws Exception {
        Path real = Files.move(file, directory.resolve("elsewhere.db"));
        Files.createSymbolicLink(file, real);
        assertRefused("not a regular file");
    }

    @Test
    void aMissingDatabaseWhoseNewestChangesAreStillThere() throws Exception {
        Files.delete(file);
        Path wal = Files.write(directory.resolve("state.db-wal"), randomBytes(1_000));

        assertThatThrownBy(this::open).hasMessageContaining(file.toString()).hasMessageContaining("-wal");

        assertThat(wal).hasSize(1_000);
        assertThat(file).doesNotExist();
    }

    @Test
    void aCreationThatWasInterruptedIsDoneAgain() throws Exception {
        Files.delete(file);
        Files.write(directory.resolve("state.db.new"), randomBytes(1_000));

        open();

        assertThat(file).isRegularFile();
        assertThat(directory.resolve("state.db.new")).doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeMade() throws IOException {
        Path blocked = Files.createFile(directory.resolve("blocked")).resolve("state.db");

        assertThatThrownBy(() -> SqliteStore.open(blocked, SqliteOptions.DEFAULTS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot use " + blocked);
    }

    private void open() {
        SqliteStore.open(file, SqliteOptions.DEFAULTS).close();
    }

    private void assertRefused(String reason) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(this::open).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.reason()).isEqualTo(Reason.UNREADABLE);
            assertThat(e)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(reason)
                    .hasMessageContaining("Nothing was changed");
        });
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
