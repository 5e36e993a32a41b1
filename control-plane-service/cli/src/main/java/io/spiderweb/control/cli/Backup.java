package io.spiderweb.control.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.spiderweb.transport.WsClient;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Makes a backup and fetches it piece by piece. The file is there as a whole or not at all. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Makes a backup of the whole state while the control plane runs, and fetches it. It is sealed with the state key;"
                        + " spiderweb-control-plane restore puts it back.")
final class Backup implements Callable<Integer> {

    @ParentCommand
    Main main;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "where it goes; a file that is there is replaced")
    Path to;

    @Override
    public Integer call() throws IOException {
        Output output = main.output();
        try (WsClient client = main.client();
                Exchange exchange = Exchange.open(client, main.endpoint())) {
            Optional<Answer> refusal = exchange.negotiate();
            Answer made =
                    refusal.isPresent() ? refusal.get() : ask(exchange, ControlOperation.BACKUP_CREATE, Json.object());
            return made.isError() ? output.show(made) : fetch(exchange, made, output);
        }
    }

    private int fetch(Exchange exchange, Answer made, Output output) throws IOException {
        String id = made.payload().path("backup_id").asText();
        long bytes = made.payload().path("bytes").asLong();
        Path unfinished = to.toAbsolutePath().resolveSibling(to.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try (FileChannel file = FileChannel.open(
                unfinished,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            while (file.position() < bytes) {
                Answer piece = ask(
                        exchange,
                        ControlOperation.BACKUP_READ,
                        Json.object().put("backup_id", id).put("offset", file.position()));
                byte[] data = piece.isError()
                        ? new byte[0]
                        : Base64.getDecoder()
                                .decode(piece.payload().path("data").asText());
                if (data.length == 0) {
                    Files.delete(unfinished);
                    return output.show(piece);
                }
                ByteBuffer buffer = ByteBuffer.wrap(data);
                while (buffer.hasRemaining()) {
                    file.write(buffer);
                }
            }
            file.force(true);
        }
        Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return output.show(made);
    }

    private Answer ask(Exchange exchange, ControlOperation operation, JsonNode payload) throws IOException {
        return exchange.ask(Request.of(operation, payload, main.operatorToken()));
    }
}
