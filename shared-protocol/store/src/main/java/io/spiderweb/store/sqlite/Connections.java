package io.spiderweb.store.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/** How a database is opened. */
final class Connections {
    /** Only a checkpoint or recovery ever holds another connection up, and briefly. */
    private static final int BUSY_TIMEOUT_MS = 5_000;

    private static final int KEPT_WAL_BYTES = 64 << 20;

    private Connections() {}

    static Connection writer(Path file) throws SQLException {
        SQLiteConfig config = config();
        config.setJournalMode(JournalMode.WAL);
        config.setJournalSizeLimit(KEPT_WAL_BYTES);
        // a secret that was replaced or removed is not to be found in the free space of the file
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        return source(file, config).getConnection();
    }

    static Connection readOnly(Path file) throws SQLException {
        return readOnlySource(file).getConnection();
    }

    static SQLiteDataSource readOnlySource(Path file) {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return source(file, config);
    }

    /** For migrations: the journal mode stays what it is. */
    static SQLiteDataSource source(Path file) {
        return source(file, config());
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_TIMEOUT_MS);
        config.setTempStore(TempStore.MEMORY);
        return config;
    }

    private static SQLiteDataSource source(Path file, SQLiteConfig config) {
        SQLiteDataSource source = new SQLiteDataSource(config);
        // as a URI, since in a plain name the driver takes what follows '?' for options
        source.setUrl("jdbc:sqlite:" + file.toUri());
        return source;
    }
}
