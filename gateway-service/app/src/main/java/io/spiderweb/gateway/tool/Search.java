package io.spiderweb.gateway.tool;

import io.spiderweb.gateway.workspace.WorkspaceFiles;
import io.spiderweb.gateway.workspace.WorkspaceFiles.Entry;
import io.spiderweb.gateway.workspace.WorkspacePath;
import io.spiderweb.transport.fs.FsException;
import io.spiderweb.wire.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** One walk through a workspace, breadth first and in order; stops at its limits with what it has found so far. */
final class Search {

    private static final int MAX_FILE = 1 << 20;
    private static final int MAX_LINE = 500;

    /** Nobody marks text; a NUL near the beginning is the usual sign that a file is none. */
    private static final int BINARY_SAMPLE = 8192;

    private final WorkspaceFiles files;
    private final Pattern pattern;
    private final int limit;
    private final long deadline;
    private final List<String> matches = new ArrayList<>();
    private boolean truncated;

    /** @param deadline in {@link System#nanoTime()} */
    Search(WorkspaceFiles files, Pattern pattern, int limit, long deadline) {
        this.files = files;
        this.pattern = pattern;
        this.limit = limit;
        this.deadline = deadline;
    }

    /** Each as {@code file:line:text}. */
    List<String> matches() {
        return matches;
    }

    boolean truncated() {
        return truncated;
    }

    void run(WorkspacePath start) throws IOException, ToolException, InterruptedException {
        try {
            walk(start);
        } catch (Expired e) {
            truncated = true;
        }
    }

    private void walk(WorkspacePath start) throws IOException, ToolException, InterruptedException {
        Deque<WorkspacePath> directories = new ArrayDeque<>();
        if (isFile(start)) {
            searchFile(start);
        } else {
            directories.add(start);
        }
        while (!directories.isEmpty() && matches.size() < limit) {
            WorkspacePath directory = directories.remove();
            for (Entry entry : entries(directory)) {
                checkTime();
                WorkspacePath path = directory.child(entry.name());
                // hidden entries, such as .git, are left out, as the usual search programs do
                if (entry.name().startsWith(".")) {
                    continue;
                }
                switch (entry.type()) {
                    case DIRECTORY -> directories.add(path);
                    case FILE -> searchReadable(path);
                    case SYMLINK, OTHER -> {}
                }
            }
        }
    }

    private boolean isFile(WorkspacePath start) throws IOException {
        try {
            files.list(start);
            return false;
        } catch (FsException e) {
            if (e.errno() == Errno.ENOTDIR) {
                return true;
            }
            throw e;
        }
    }

    // one directory or file that cannot be read, or is gone meanwhile, must not hide what is in the others
    private List<Entry> entries(WorkspacePath directory) throws IOException {
        try {
            return FileList.sorted(files.list(directory));
        } catch (FsException e) {
            truncated = true;
            return List.of();
        }
    }

    private void searchReadable(WorkspacePath path) throws IOException, ToolException, InterruptedException {
        try {
            searchFile(path);
        } catch (FsException e) {
            truncated = true;
        }
    }

    private void searchFile(WorkspacePath path) throws ToolException, InterruptedException, IOException {
        WorkspaceFiles.Content content = files.read(path, MAX_FILE);
        if (content.truncated() || isBinary(content.bytes())) {
            return;
        }
        int number = 0;
        for (String line : new String(content.bytes(), StandardCharsets.UTF_8).split("\\R", -1)) {
            number++;
            if (find(line, path, number)) {
                if (matches.size() >= limit) {
                    truncated = true;
                    return;
                }
                matches.add(path + ":" + number + ":"
                        + (line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line));
            }
        }
    }

    private boolean find(String line, WorkspacePath path, int number) throws ToolException, InterruptedException {
        checkTime();
        try {
            return pattern.matcher(new TimedText(line)).find();
        } catch (StackOverflowError e) {
            throw new ToolException(
                    ToolException.Code.INVALID_PARAMS,
                    "the expression is too deep for line " + number + " of " + path + ": simplify it");
        } catch (Expired e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw e;
        }
    }

    private void checkTime() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (System.nanoTime() > deadline) {
            throw new Expired();
        }
    }

    private static boolean isBinary(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, BINARY_SAMPLE); i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    private static final class Expired extends RuntimeException {
        private static final long serialVersionUID = 1;

        Expired() {
            super(null, null, false, false);
        }
    }

    /** Ends a match that backtracks without end: the matcher has no time limit, but it reads its input through this. */
    private final class TimedText implements CharSequence {

        private static final int READS_BETWEEN_LOOKS = 1024;

        private final String text;
        private int reads;

        TimedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++reads % READS_BETWEEN_LOOKS == 0
                    && (Thread.currentThread().isInterrupted() || System.nanoTime() > deadline)) {
                throw new Expired();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
