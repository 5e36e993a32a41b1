package io.spiderweb.control.backup;

import io.spiderweb.control.sealing.AesGcm;
import io.spiderweb.control.sealing.Envelope;
import io.spiderweb.control.sealing.KeyRing;
import io.spiderweb.control.sealing.StateKey;
import io.spiderweb.store.Content;
import io.spiderweb.store.Key;
import io.spiderweb.store.Lease;
import io.spiderweb.wire.json.InvalidJsonException;
import io.spiderweb.wire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot as lines of text: a head in clear, then sealed parts. Each is sealed for its place in this very file, and the last one
 * says that it is: nothing can be changed, left out, swapped or added unnoticed.
 */
public final class BackupFile {

    private static final int FORMAT = 1;

    /** About how many characters of documents a part has. */
    private static final int PART = 256 << 10;

    /** @param key id of the key that the parts are sealed with */
    record Head(int spiderwebBackup, String id, String key) {}

    record Row(String collection, String id, String text) {}

    record Part(long revision, List<Row> documents, List<Lease> leases, boolean isLast) {}

    private BackupFile() {}

    /** @param id unlike that of any other backup */
    static String text(String id, Snapshot snapshot, StateKey key) {
        Head head = new Head(FORMAT, id, key.id());
        StringBuilder out = new StringBuilder(Json.write(head)).append('\n');
        int number = 1;
        List<Row> rows = new ArrayList<>();
        int characters = 0;
        for (Map.Entry<Key, Content> document : snapshot.documents().entrySet()) {
            String text = document.getValue().text();
            rows.add(new Row(document.getKey().collection(), document.getKey().id(), text));
            characters += text.length();
            if (characters >= PART) {
                out.append(line(head, key, number++, new Part(snapshot.revision(), rows, List.of(), false)));
                rows.clear();
                characters = 0;
            }
        }
        return out.append(line(head, key, number, new Part(snapshot.revision(), rows, snapshot.leases(), true)))
                .toString();
    }

    /** @throws IOException if it is not a whole backup, or sealed with another key; the message says so */
    public static Snapshot read(Path file, KeyRing ring) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            Head head = head(file, in.readLine());
            StateKey key = ring.find(head.key())
                    .orElseThrow(() -> new IOException(file + " is sealed with key " + head.key()
                            + ", which is none of those that are set: set SPIDERWEB_CONTROL_STATE_KEY_HEX to it"));
            return parts(file, in, head, key);
        }
    }

    private static Snapshot parts(Path file, BufferedReader in, Head head, StateKey key) throws IOException {
        Map<Key, Content> documents = new LinkedHashMap<>();
        int number = 1;
        for (@Nullable String line = in.readLine(); line != null; line = in.readLine()) {
            Part part = part(file, head, key, number++, line);
            part.documents()
                    .forEach(row -> documents.put(new Key(row.collection(), row.id()), new Content(row.text())));
            if (part.isLast()) {
                if (in.readLine() != null) {
                    throw new IOException(file + " is damaged: something follows its end");
                }
                return new Snapshot(part.revision(), documents, part.leases());
            }
        }
        throw new IOException(file + " is damaged: its end is missing");
    }

    private static Head head(Path file, @Nullable String line) throws IOException {
        try {
            Head head = Json.read(Json.parse(line == null ? "" : line), Head.class);
            if (head.spiderwebBackup() == FORMAT) {
                return head;
            }
        } catch (InvalidJsonException e) {
            // told below
        }
        throw new IOException(file + " is not a backup that this version knows");
    }

    private static String line(Head head, StateKey key, int number, Part part) {
        return AesGcm.seal(key, place(head, number), Json.write(part).getBytes(StandardCharsets.UTF_8))
                        .text()
                + "\n";
    }

    private static Part part(Path file, Head head, StateKey key, int number, String line) throws IOException {
        byte[] text = Envelope.parse(line)
                .flatMap(envelope -> AesGcm.open(key, place(head, number), envelope))
                .orElseThrow(() -> new IOException(file + " is damaged in line " + (number + 1)));
        try {
            return Json.read(Json.parse(new String(text, StandardCharsets.UTF_8)), Part.class);
        } catch (InvalidJsonException e) {
            throw new IOException(
                    file + " was made by another version: line " + (number + 1) + " is not understood", e);
        }
    }

    private static byte[] place(Head head, int number) {
        return ("spiderweb-backup-v1/" + head.id() + "/" + number).getBytes(StandardCharsets.UTF_8);
    }
}
