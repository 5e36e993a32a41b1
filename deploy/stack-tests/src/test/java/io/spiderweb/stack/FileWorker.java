package io.spiderweb.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A program that works in a directory of its own, at random, and knows what must be in it: all that was acknowledged. Whatever
 * differs, or fails although it is right, is a line of its report.
 */
final class FileWorker implements Callable<List<String>> {

    private static final int MAX_FILES = 12;
    private static final int MAX_SIZE = 200_000;
    private static final OpenOption[] REPLACE = {
        StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING
    };
    private static final OpenOption[] APPEND = {StandardOpenOption.APPEND};

    private final Path home;
    private final int operations;
    private final Random random;
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final List<String> report = new ArrayList<>();
    private int names;

    FileWorker(Path home, int operations, long seed) {
        this.home = home;
        this.operations = operations;
        this.random = new Random(seed);
    }

    @Override
    public List<String> call() throws IOException {
        Files.createDirectory(home);
        for (int i = 0; i < operations; i++) {
            int choice = random.nextInt(100);
            String what = "operation " + i;
            try {
                what += step(choice);
            } catch (IOException e) {
                report.add(home.getFileName() + " " + what + " (choice " + choice + "): " + e);
                return report;
            }
        }
        return report;
    }

    /** What must be in the directory; directories have none. */
    Map<String, byte[]> expected() {
        return files;
    }

    private String step(int choice) throws IOException {
        if (files.size() < 3 || (choice < 25 && files.size() < MAX_FILES)) {
            return create();
        }
        String name = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
        if (choice < 40) {
            return replace(name);
        }
        if (choice < 55) {
            return append(name);
        }
        if (choice < 65) {
            return rename(name);
        }
        if (choice < 75) {
            return remove(name);
        }
        if (choice < 82) {
            return directory();
        }
        return choice < 90 ? list() : read(name);
    }

    private String create() throws IOException {
        String name = "f" + names++;
        byte[] content = content();
        write(name, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        files.put(name, content);
        return " created " + name;
    }

    private String replace(String name) throws IOException {
        byte[] content = content();
        write(name, content, REPLACE);
        files.put(name, content);
        return " replaced " + name;
    }

    private String append(String name) throws IOException {
        byte[] more = ("appended " + names++ + "\n").getBytes(UTF_8);
        write(name, more, APPEND);
        files.merge(name, more, FileWorker::joined);
        return " appended to " + name;
    }

    private String rename(String name) throws IOException {
        String other = "r" + names++;
        Files.move(home.resolve(name), home.resolve(other));
        files.put(other, files.remove(name));
        return " renamed " + name + " to " + other;
    }

    private String remove(String name) throws IOException {
        Files.delete(home.resolve(name));
        files.remove(name);
        return " removed " + name;
    }

    private String directory() throws IOException {
        Path directory = home.resolve("d" + names++);
        Files.createDirectory(directory);
        Files.delete(directory);
        return " made and removed " + directory.getFileName();
    }

    private String list() throws IOException {
        try (Stream<Path> entries = Files.list(home)) {
            List<String> seen = entries.map(entry -> entry.getFileName().toString())
                    .sorted()
                    .toList();
            if (!seen.equals(List.copyOf(files.keySet()))) {
                report.add(home.getFileName() + " lists " + seen + " instead of " + files.keySet());
            }
        }
        return " listed";
    }

    private String read(String name) throws IOException {
        byte[] seen = Files.readAllBytes(home.resolve(name));
        if (!Arrays.equals(seen, files.get(name))) {
            report.add(home.getFileName() + "/" + name + " reads otherwise, " + seen.length + " bytes");
        }
        return " read " + name;
    }

    /** Acknowledged by fsync and by close. */
    private void write(String name, byte[] content, OpenOption... options) throws IOException {
        try (FileChannel file = FileChannel.open(home.resolve(name), options)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                file.write(left);
            }
            file.force(true);
        }
    }

    private byte[] content() {
        byte[] content = new byte[random.nextInt(10) == 0 ? random.nextInt(MAX_SIZE) : random.nextInt(5000)];
        random.nextBytes(content);
        return content;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
