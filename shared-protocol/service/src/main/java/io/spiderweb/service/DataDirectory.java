package io.spiderweb.service;

import io.spiderweb.service.launch.StartupException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The data directory, made at first use and readable by its owner alone, since credentials lie in it. */
@Singleton
public class DataDirectory {

    private final Path path;

    /** @throws StartupException where the directory cannot be made or written to */
    @Inject
    public DataDirectory(ServiceConfig config) {
        this(config.dataDir());
    }

    private DataDirectory(Path path) {
        this.path = open(path);
    }

    /** @throws StartupException where the directory cannot be made or written to */
    public static DataDirectory at(Path path) {
        return new DataDirectory(path);
    }

    /** The directory, which exists. */
    public Path path() {
        return path;
    }

    private static Path open(Path directory) {
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(directory, ownerOnly);
        } catch (FileAlreadyExistsException e) {
            throw new StartupException("data directory " + directory + " is not a directory" + HINT, e);
        } catch (IOException e) {
            throw new StartupException(
                    "cannot create data directory " + directory + " ("
                            + e.getClass().getSimpleName() + ")" + HINT,
                    e);
        }
        if (!Files.isWritable(directory)) {
            throw new StartupException("cannot write to data directory " + directory + HINT);
        }
        return directory;
    }

    private static final String HINT = ": choose another with --data-dir";
}
