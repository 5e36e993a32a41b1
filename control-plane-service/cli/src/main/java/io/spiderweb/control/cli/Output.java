package io.spiderweb.control.cli;

import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlFrame;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import picocli.CommandLine.ExitCode;

/**
 * Where answers go: as frames, one line each, for programs ({@code spec control 9.1}), or as tables for people.
 *
 * @param isScreen whether what was shown may be cleared
 */
record Output(PrintWriter out, PrintWriter err, boolean asTables, boolean isScreen) {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    /** @return the exit status */
    int show(Answer answer) {
        if (answer.content() instanceof ControlFrame.Failed failed) {
            err.println(asTables ? told(answer, failed) : answer.prefix() + answer.frame());
            if (!asTables) {
                err.println("error: ControlError");
            }
            return ExitCode.SOFTWARE;
        }
        if (!asTables) {
            out.println(answer.frame());
        } else if (answer.payload().isEmpty()) {
            out.println("ok in " + shown(answer.roundTrip()));
        } else {
            out.println(Table.of(answer.payload()));
        }
        out.flush();
        return ExitCode.OK;
    }

    /** A push, as one line. */
    void show(ControlFrame.Event push) {
        out.println(
                asTables
                        ? "%s  %s  %s"
                                .formatted(
                                        Instant.ofEpochMilli(push.timestamp()),
                                        push.category(),
                                        push.payload().path("reason").asText())
                        : ControlCodec.encode(push));
        out.flush();
    }

    void clear() {
        if (asTables && isScreen) {
            out.print(CLEAR);
        }
    }

    /** Something that is no answer, such as why one takes long. */
    void notice(String text) {
        err.println("spiderweb-control: " + text);
        err.flush();
    }

    static String shown(Duration duration) {
        return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
    }

    private static String told(Answer answer, ControlFrame.Failed failed) {
        return "spiderweb-control: " + answer.prefix() + failed.code() + ": " + failed.message();
    }
}
