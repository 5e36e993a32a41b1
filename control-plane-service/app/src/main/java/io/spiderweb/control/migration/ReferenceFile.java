package io.spiderweb.control.migration;

import io.spiderweb.control.sealing.AesGcm;
import io.spiderweb.control.sealing.Envelope;
import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.service.launch.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Where the reference keeps its snapshot: a row of its memory database, or the document alone; sealed or not. */
final class ReferenceFile {

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AAD = "spiderweb-control-plane-state-v1".getBytes(StandardCharsets.US_ASCII);

    private static final String QUERY = "SELECT content_json FROM mem_versions"
            + " WHERE base_id = 'spiderweb:control-plane:state' ORDER BY version DESC LIMIT 1";

    private ReferenceFile() {}

    /**
     * The snapshot document in clear. The file is only read.
     *
     * @throws StartupException if there is none, or it cannot be opened with these keys
     */
    static String read(Path file, KeyRing ring) {
        String text = isDatabase(file) ? row(file) : text(file);
        Optional<Envelope> envelope = Envelope.parse(text.strip());
        return envelope.isEmpty() ? text : open(file, envelope.get(), ring);
    }

    private static String open(Path file, Envelope envelope, KeyRing ring) {
        return ring.all()
                .flatMap(key -> AesGcm.open(key, AAD, envelope).stream())
                .findFirst()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow(() -> new StartupException("the state in " + file
                        + " is sealed, and cannot be opened with the keys that are set: set SPIDERWEB_CONTROL_STATE_KEY_HEX to"
                        + " the key of the reference, or add that one to SPIDERWEB_CONTROL_STATE_PREVIOUS_KEYS_HEX"));
    }

    private static boolean isDatabase(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(SQLITE.length), SQLITE);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String row(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toUri());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            if (!rows.next()) {
                throw new StartupException(file + " has no state of a control plane");
            }
            return rows.getString(1);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static StartupException unreadable(Path file, Exception cause) {
        return new StartupException("cannot read " + file + ": " + cause.getMessage(), cause);
    }
}
