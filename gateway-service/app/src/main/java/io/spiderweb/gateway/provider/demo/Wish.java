package io.spiderweb.gateway.provider.demo;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a text asks for, read with a few rules, each of which looks anywhere in the text:
 *
 * <ul>
 *   <li><b>list</b>: {@code list}, {@code ls}, {@code what is in} or {@code what's in}, with an optional directory behind the first
 *       two: {@code list docs}
 *   <li><b>search</b>: {@code search}, {@code find} or {@code grep}, optionally with {@code for}, {@code where} or {@code all},
 *       before a word or a quoted text: {@code find where "harbour" is mentioned}
 *   <li><b>read</b>: {@code read}, {@code show} or {@code cat} before a path, which has a dot or slash in it or is quoted; before
 *       anything else {@code read} means the file that the search or the listing found first
 *   <li><b>write</b>: {@code write PATH: TEXT}, or {@code write a summary to PATH}
 *   <li><b>remember</b>: {@code what did I ask} or {@code what have I said} and the like: the earlier questions of the conversation
 * </ul>
 *
 * @param list the directory to list, or null
 * @param search what to look for, or null
 * @param read a path, empty for the first file found, or null
 * @param write the path to write to, or null
 * @param content what to write, or null for a summary of what was found
 * @param remember whether the earlier questions are to be told
 */
record Wish(
        @Nullable String list,
        @Nullable String search,
        @Nullable String read,
        @Nullable String write,
        @Nullable String content,
        boolean remember) {

    private static final String PATH = "(?:[\"'`]([^\"'`]+)[\"'`]|([\\w.-]*[/.][\\w./-]*\\w|\\w+))";

    private static final Pattern LIST =
            rule("\\b(?:list|ls|what is in|what's in)\\b(?:\\s+(?!the\\b|all\\b|and\\b)" + PATH + ")?");
    private static final Pattern SEARCH = rule(
            "\\b(?:search|find|grep)\\b(?:\\s+(?:for|where|all|the|word|text))*\\s+(?:[\"'`]([^\"'`]+)[\"'`]|([^\\s,;:]+))");
    private static final Pattern READ = rule(
            "\\b(?:read|show|cat)\\s+(?:the\\s+)?(?:file\\s+)?(?:[\"'`]([^\"'`]+)[\"'`]|([\\w-]*[/.][\\w./-]*\\w))");
    private static final Pattern READ_ANY = rule("\\bread\\b");
    private static final Pattern WRITE = rule("\\bwrite\\s+(?:to\\s+)?" + PATH + "\\s*:\\s*(.+)");
    private static final Pattern SUMMARY = rule("\\bwrite\\b.*?\\b(?:to|into|in)\\s+" + PATH);
    private static final Pattern REMEMBER =
            rule("\\bwhat\\s+(?:did|have)\\s+I\\s+(?:just\\s+)?(?:ask(?:ed)?|say|said)\\b");

    static Wish of(String text) {
        Matcher write = WRITE.matcher(text);
        if (write.find()) {
            // what is to be written may itself read like a wish
            Wish before = of(text.substring(0, write.start()));
            return new Wish(before.list, before.search, before.read, path(write), write.group(3), before.remember);
        }
        Matcher search = SEARCH.matcher(text);
        Matcher list = LIST.matcher(text);
        Matcher summary = SUMMARY.matcher(text);
        String directory = list.find() ? path(list) : null;
        return new Wish(
                list.reset().find() ? directory == null ? "." : directory : null,
                search.find() ? path(search) : null,
                read(text),
                summary.find() ? path(summary) : null,
                null,
                REMEMBER.matcher(text).find());
    }

    boolean isEmpty() {
        return list == null && search == null && read == null && write == null && !remember;
    }

    private static @Nullable String read(String text) {
        Matcher read = READ.matcher(text);
        if (read.find()) {
            return path(read);
        }
        return READ_ANY.matcher(text).find() ? "" : null;
    }

    private static Pattern rule(String expression) {
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private static @Nullable String path(Matcher match) {
        return match.group(1) == null ? match.group(2) : match.group(1);
    }
}
