package io.spiderweb.control.backup;

import io.spiderweb.control.Refused;
import io.spiderweb.control.auth.PrivateFile;
import io.spiderweb.control.sealing.SealedStore;
import io.spiderweb.control.sealing.StateKey;
import io.spiderweb.control.state.Persistence;
import io.spiderweb.service.DataDirectory;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.control.OperatorReply;
import io.spiderweb.wire.control.OperatorRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes backups while the service runs. There is one file, the newest; whoever wants to keep it fetches it, in pieces, and may do so
 * over any connection, since it is sealed.
 */
@Singleton
public class Backups {

    private static final Logger LOG = Logger.getLogger(Backups.class);

    /** As base64 well below what a frame may have. */
    private static final int PIECE = 768 << 10;

    private final SealedStore store;
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String newest;

    @Inject
    public Backups(SealedStore store, DataDirectory data) {
        this.store = store;
        this.file = Persistence.directory(data).resolve("backup.spiderweb");
    }

    /**
     * Everything that was acknowledged before this was called is in the backup.
     *
     * @throws Refused {@code unsupported} without a state key; {@code storage_error} if the file cannot be written
     */
    public OperatorReply.Backup create() throws Refused {
        StateKey key = store.ring()
                .current()
                .orElseThrow(
                        () -> new Refused(
                                ErrorCode.UNSUPPORTED,
                                "a backup is sealed with the state key, and there is none: set SPIDERWEB_CONTROL_STATE_KEY_HEX"));
        if (!lock.tryLock()) {
            throw new Refused(ErrorCode.CONTROL_PLANE_ERROR, "a backup is being made or read already: try again");
        }
        try {
            Snapshot snapshot = Snapshot.of(store);
            String id = UUID.randomUUID().toString();
            new PrivateFile(file).write(BackupFile.text(id, snapshot, key));
            newest = id;
            LOG.infof(
                    "made a backup of %d documents in %s", snapshot.documents().size(), file);
            return new OperatorReply.Backup(
                    id, snapshot.revision(), snapshot.documents().size(), Files.size(file), file.toString());
        } catch (IOException e) {
            throw new Refused(
                    ErrorCode.STORAGE_ERROR, "StorageError: the backup cannot be written to " + file + ": " + e);
        } finally {
            lock.unlock();
        }
    }

    /** @throws Refused {@code not_found} if it is not the newest backup, or ends before that offset */
    public OperatorReply.BackupPiece read(OperatorRequest.BackupRead request) throws Refused {
        lock.lock();
        try (FileChannel channel = FileChannel.open(file)) {
            long bytes = channel.size();
            if (!request.backupId().equals(newest) || request.offset() >= bytes) {
                throw gone(request);
            }
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, bytes - request.offset()));
            while (piece.hasRemaining() && channel.read(piece, request.offset() + piece.position()) >= 0) {
                // until it is full
            }
            return new OperatorReply.BackupPiece(
                    request.backupId(),
                    request.offset(),
                    bytes,
                    Base64.getEncoder().encodeToString(piece.array()));
        } catch (IOException e) {
            throw gone(request);
        } finally {
            lock.unlock();
        }
    }

    private static Refused gone(OperatorRequest.BackupRead request) {
        return new Refused(
                ErrorCode.NOT_FOUND,
                "there is no such piece of backup " + request.backupId() + ": begin with backup_create");
    }
}
