package io.spiderweb.gateway.provider.sse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events out of bytes, wherever those were cut ({@code WHATWG HTML 9.2.6}). Providers put all they say into
 * {@code data}; other fields and comments are skipped. Lines end with LF or CR LF. What stands behind the last empty line counts as
 * an event too, since some servers forget that line.
 */
public final class SseParser {

    /** Bytes of a line, characters of an event; a piece of an answer has some hundred. */
    static final int MAX_EVENT = 1 << 20;

    private final Consumer<String> events;
    private final RecordParser lines;
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private @Nullable Throwable tooLong;

    /** @param events takes the data of each event; several lines are joined by line feeds */
    public SseParser(Consumer<String> events) {
        this.events = events;
        lines = RecordParser.newDelimited("\n", this::line).maxRecordSize(MAX_EVENT);
        lines.exceptionHandler(failure -> tooLong = failure);
    }

    /** @throws IOException if a line or an event is longer than 1 MiB; nothing more can be read then */
    public void feed(Buffer bytes) throws IOException {
        // copied, because the record parser appends to what it was given
        lines.handle(bytes.copy());
        if (tooLong != null || data.length() > MAX_EVENT) {
            throw new IOException("an event of the stream is longer than " + MAX_EVENT + " bytes", tooLong);
        }
    }

    /** The stream has ended: hands over what is left. */
    public void end() throws IOException {
        feed(Buffer.buffer("\n\n"));
    }

    private void line(Buffer bytes) {
        String line = bytes.toString(StandardCharsets.UTF_8);
        int end = line.endsWith("\r") ? line.length() - 1 : line.length();
        if (end == 0) {
            dispatch();
        } else if (line.startsWith("data:")) {
            int start = line.startsWith(" ", 5) ? 6 : 5;
            if (hasData) {
                data.append('\n');
            }
            hasData = true;
            data.append(line, Math.min(start, end), end);
        }
    }

    private void dispatch() {
        if (hasData) {
            String event = data.toString();
            data.setLength(0);
            hasData = false;
            events.accept(event);
        }
    }
}
