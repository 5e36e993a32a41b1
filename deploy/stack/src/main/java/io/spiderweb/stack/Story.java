package io.spiderweb.stack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The main job, once: an agent works on files of two nodes through the gateway, and the same files are seen on disk and mounted. */
final class Story {

    private static final String REPORT = "quickstart-report.md";

    private final Stack stack;
    private final PrintStream out;

    Story(Stack stack, PrintStream out) {
        this.stack = stack;
        this.out = out;
    }

    /**
     * Tells it.
     *
     * @param target where the agent writes
     * @param mountpoint where the workspace is mounted, if it is
     * @throws StackException if something did not work as it should
     */
    void tell(Workspace workspace, ExportDirectory target, Optional<Path> mountpoint)
            throws StackException, IOException {
        Path written = target.path().resolve(REPORT);
        Files.deleteIfExists(written);
        String question =
                "Show me what is in the workspace, find where Spiderweb is mentioned, read one file and write a"
                        + " summary to " + target.name() + "/" + REPORT;
        out.println("  you    " + question);
        List<ObjectNode> frames = turn(workspace, question);
        check(frames.stream().anyMatch(frame -> frame.has("content_delta")), "the answer did not arrive in pieces");
        for (String tool : List.of("file_list", "search_code", "file_read", "file_write")) {
            check(
                    frames.stream()
                            .anyMatch(frame -> frame.path("tool").asText().equals(tool)
                                    && !frame.path("payload").has("error")),
                    "the agent did not use " + tool + " with success");
        }
        check(Files.exists(written), "the agent's file is not on the node's disk: " + written);
        if (mountpoint.isPresent()) {
            Path mounted = mountpoint.get().resolve(target.name()).resolve(REPORT);
            check(
                    Files.exists(mounted) && Files.mismatch(mounted, written) < 0,
                    "the mounted file differs from the node's: " + mounted);
            out.println("  ok     the same " + Files.size(written) + " bytes are at " + written + " and at " + mounted);
        } else {
            out.println("  ok     " + Files.size(written) + " bytes are at " + written);
        }
    }

    private List<ObjectNode> turn(Workspace workspace, String question) throws IOException {
        try (ChatClient chat = stack.chat()) {
            chat.attach("quickstart", "mother", workspace.projectId(), workspace.projectToken());
            Telling telling = new Telling();
            List<ObjectNode> frames = chat.say(question, telling::frame);
            telling.endLine();
            return frames;
        }
    }

    private final class Telling {

        private boolean inLine;

        void frame(ObjectNode frame) {
            if (frame.has("content_delta")) {
                String piece = frame.path("content_delta").asText();
                out.print(inLine ? piece.replace("\n", "\n         ") : "  agent  " + piece.stripLeading());
                out.flush();
                inLine = true;
            } else if (frame.path("type").asText().equals("tool.event")) {
                endLine();
                out.println("  tool   " + frame.path("tool").asText() + " " + frame.path("arguments") + " -> "
                        + shortened(frame.path("payload").toString()));
            }
        }

        void endLine() {
            if (inLine) {
                out.println();
                inLine = false;
            }
        }

        private static String shortened(String text) {
            return text.length() <= 100 ? text : text.substring(0, 100) + "…";
        }
    }

    private static void check(boolean holds, String otherwise) throws StackException {
        if (!holds) {
            throw new StackException(otherwise);
        }
    }
}
