package io.spiderweb.mount.app.command;

import io.quarkus.runtime.annotations.QuarkusMain;
import io.spiderweb.mount.Workspace.WriteMode;
import io.spiderweb.service.launch.Launcher;
import io.spiderweb.service.launch.Version;
import io.spiderweb.wire.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code spiderweb-fs-mount}: its commands, of which all but {@code mount} do one thing and end ({@code spec mount 1.4}). */
@QuarkusMain
@Command(
        name = "spiderweb-fs-mount",
        // every command has --help and --version too
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        subcommands = MountCommand.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "The files of many nodes as one tree: as a mount, or one operation at a time.",
        footer = {
            "",
            "Tokens on a command line can be read by everybody on this machine; prefer the variables and files.",
            "",
            "Examples:",
            "  spiderweb-fs-mount --workspace-url ws://127.0.0.1:18790/ mount ~/workspace",
            "  spiderweb-fs-mount --endpoint src=ws://edge-1:18891/v2/fs#work readdir /src",
            "  tar c . | spiderweb-fs-mount write /a/backup.tar -"
        })
public final class FsMount {

    @Spec
    private CommandSpec command;

    @Mixin
    private TreeOptions tree;

    public static void main(String... args) {
        Launcher.run(new FsMount(), args);
    }

    TreeOptions tree() {
        return tree;
    }

    @Command(description = "Prints the attributes of a file or directory.")
    int getattr(@Parameters(paramLabel = "PATH") String path) throws IOException {
        return run(files -> print(Json.write(files.stat(path))));
    }

    @Command(description = "Prints a page of a directory.")
    int readdir(
            @Parameters(paramLabel = "PATH") String path,
            @Parameters(paramLabel = "COOKIE", arity = "0..1", defaultValue = "0", description = "first entry (0)")
                    long cookie,
            @Parameters(paramLabel = "MAX", arity = "0..1", defaultValue = "256", description = "entries (256)")
                    long max)
            throws IOException {
        return run(files -> print(Json.write(files.page(path, cookie, max))));
    }

    @Command(description = "Prints the content of a file.")
    int cat(@Parameters(paramLabel = "PATH") String path) throws IOException {
        return run(files -> {
            try (InputStream content = files.read(path)) {
                OutputStream out = System.out;
                content.transferTo(out);
                out.flush();
            }
        });
    }

    @Command(description = "Replaces the content of a file, which is made if need be.")
    int write(
            @Parameters(paramLabel = "PATH") String path,
            @Parameters(paramLabel = "CONTENT", description = "the content; - reads it from standard input")
                    String content)
            throws IOException {
        return done(files -> {
            InputStream bytes = content.equals("-")
                    ? System.in
                    : new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
            files.write(path, bytes, WriteMode.REPLACE, false);
        });
    }

    @Command(description = "Makes a directory.")
    int mkdir(@Parameters(paramLabel = "PATH") String path) throws IOException {
        return done(files -> files.mkdir(path));
    }

    @Command(description = "Removes an empty directory.")
    int rmdir(@Parameters(paramLabel = "PATH") String path) throws IOException {
        return done(files -> files.rmdir(path));
    }

    @Command(description = "Removes a file.")
    int unlink(@Parameters(paramLabel = "PATH") String path) throws IOException {
        return done(files -> files.unlink(path));
    }

    @Command(description = "Renames a file or directory; a file may move to another node.")
    int rename(@Parameters(paramLabel = "OLD") String from, @Parameters(paramLabel = "NEW") String to)
            throws IOException {
        return done(files -> files.rename(from, to));
    }

    @Command(description = "Sets the size of a file.")
    int truncate(@Parameters(paramLabel = "PATH") String path, @Parameters(paramLabel = "SIZE") long size)
            throws IOException {
        return done(files -> files.truncate(path, size));
    }

    @Command(description = "Prints the state of every endpoint.")
    int status(@Option(names = "--no-probe", description = "do not try to reach them") boolean noProbe)
            throws IOException {
        return run(files -> {
            if (!noProbe) {
                files.files().probe();
            }
            print(Json.write(files.status()));
        });
    }

    private int done(OneShot.Action action) throws IOException {
        return run(files -> {
            action.run(files);
            print("ok");
        });
    }

    private int run(OneShot.Action action) throws IOException {
        return OneShot.run(tree, action);
    }

    private void print(String line) {
        PrintWriter out = command.commandLine().getOut();
        out.print(line + "\n");
        out.flush();
    }
}
