package io.spiderweb.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Which texts may name things ({@code spec control 3.2}). */
public final class Identifiers {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern SESSION_KEY = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern AGENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Identifiers() {}

    public static boolean isIdentifier(String text, int maxLength) {
        return text.length() <= maxLength && IDENTIFIER.matcher(text).matches();
    }

    public static boolean isSessionKey(String text) {
        return SESSION_KEY.matcher(text).matches();
    }

    public static boolean isAgentId(String text) {
        return AGENT_ID.matcher(text).matches();
    }

    public static boolean isProjectId(String text) {
        return isIdentifier(text, 128) && !text.equals(".") && !text.equals("..");
    }

    /** A name for people: any text of at most {@code maxBytes} without control characters; empty only if allowed. */
    public static boolean isDisplayName(String text, int maxBytes, boolean mayBeEmpty) {
        return (mayBeEmpty || !text.isEmpty())
                && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes
                && text.chars().noneMatch(c -> c < 0x20);
    }

    public static boolean isSecret(String text, int maxBytes) {
        return !text.isEmpty() && text.getBytes(StandardCharsets.UTF_8).length <= maxBytes;
    }

    /** The address that a node advertises: {@code ws://} or {@code wss://}, with {@code /v2/fs} in it, at most 512 bytes. */
    public static boolean isFsUrl(String text) {
        return (text.startsWith("ws://") || text.startsWith("wss://"))
                && text.contains("/v2/fs")
                && text.getBytes(StandardCharsets.UTF_8).length <= 512;
    }

    /** A name of one directory entry: not empty, {@code .}, {@code ..}, and free of separators and NUL ({@code spec fs-node 5}). */
    public static boolean isEntryName(String text) {
        return !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..")
                && text.chars().noneMatch(c -> c == '/' || c == '\\' || c == 0);
    }
}
