package io.spiderweb.wire.acheron;

import io.spiderweb.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/** An {@code acheron.error} ({@code spec gateway 2.4}). */
public record AcheronError(@Nullable Long tag, ErrorCode code, String message) {}
