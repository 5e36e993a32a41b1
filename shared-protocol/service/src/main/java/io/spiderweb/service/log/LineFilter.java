package io.spiderweb.service.log;

import io.quarkus.logging.LoggingFilter;
import io.spiderweb.service.ServiceConfig.LogFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sees every record before it is written, ours and those of libraries, and makes it one line without secrets. A terminal gets the
 * context and the exceptions in that line; JSON has members for both.
 */
@LoggingFilter(name = "line")
public final class LineFilter implements Filter {

    private final LogFormat format;

    public LineFilter(@ConfigProperty(name = "spiderweb.log-format", defaultValue = "PLAIN") LogFormat format) {
        this.format = format;
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        ExtLogRecord event = ExtLogRecord.wrap(record);
        String message = Line.of(String.valueOf(event.getFormattedMessage()));
        QuotedFailure failure = event.getThrown() == null ? null : QuotedFailure.of(event.getThrown());
        switch (format) {
            case JSON -> write(event, message, failure);
            case PLAIN -> write(event, message + (failure == null ? "" : ": " + failure.line()) + context(event), null);
        }
        return true;
    }

    private static void write(ExtLogRecord event, String message, @Nullable Throwable failure) {
        event.setMessage(message, ExtLogRecord.FormatStyle.NO_FORMAT);
        event.setThrown(failure);
    }

    private static String context(ExtLogRecord event) {
        Map<String, String> names = new TreeMap<>(event.getMdcCopy());
        return names.isEmpty()
                ? ""
                : names.entrySet().stream()
                        .map(name -> name.getKey() + " " + name.getValue())
                        .collect(Collectors.joining(", ", " (", ")"));
    }
}
