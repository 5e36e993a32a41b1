package io.spiderweb.wire.control.guide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a member of a payload may be ({@code spec control 3.2}). */
public sealed interface MemberType {

    /** In a few words, such as {@code true or false}. */
    String shown();

    /**
     * A string.
     *
     * @param minBytes 1 where an empty one is refused
     * @param maxBytes of its UTF-8 form; 0 if only the frame limits it
     * @param pattern that the whole string matches; null for any
     * @param isSecret whether it must not be shown to others
     */
    record Text(
            String shown,
            int minBytes,
            int maxBytes,
            @Nullable String pattern,
            boolean isSecret) implements MemberType {}

    /** A string out of a few. */
    record OneOf(List<String> values) implements MemberType {
        @Override
        public String shown() {
            return String.join(" or ", values);
        }
    }

    /** An integer of 0 or more. */
    record Unsigned(String shown) implements MemberType {}

    record Bool() implements MemberType {
        @Override
        public String shown() {
            return "true or false";
        }
    }

    record Structure(List<Member> members) implements MemberType {
        @Override
        public String shown() {
            return "object";
        }
    }

    /** An object whose members the caller names. */
    record AnyMembers(String shown) implements MemberType {}

    record ListOf(MemberType items) implements MemberType {
        @Override
        public String shown() {
            return "array of " + items.shown() + "s";
        }
    }

    static Text identifier(int maxBytes) {
        return new Text("1 to " + maxBytes + " of A-Z a-z 0-9 - _ .", 1, maxBytes, "^[A-Za-z0-9._-]+$", false);
    }

    static Text agentId() {
        return new Text("1 to 64 of A-Z a-z 0-9 - _", 1, 64, "^[A-Za-z0-9_-]+$", false);
    }

    static Text sessionKey() {
        return new Text("1 to 128 of A-Z a-z 0-9 - _ . :", 1, 128, "^[A-Za-z0-9._:-]+$", false);
    }

    /** A name for people. */
    static Text display(int maxBytes) {
        return new Text("text of 1 to " + maxBytes + " bytes", 1, maxBytes, "^[^\\x00-\\x1F]+$", false);
    }

    /** As {@link #display}, or empty. */
    static Text displayOrEmpty(int maxBytes) {
        return new Text("text of at most " + maxBytes + " bytes", 0, maxBytes, "^[^\\x00-\\x1F]*$", false);
    }

    static Text secret() {
        return new Text("secret of 1 to 256 bytes", 1, 256, null, true);
    }

    static Text fileNodeAddress() {
        return new Text("ws:// or wss:// address with /v2/fs in it", 1, 512, "^wss?://.*/v2/fs.*$", false);
    }

    /** As {@link #fileNodeAddress}, or empty for none. */
    static Text fileNodeAddressOrEmpty() {
        return new Text("ws:// or wss:// address with /v2/fs in it, or empty", 0, 512, "^(wss?://.*/v2/fs.*)?$", false);
    }

    /** A text that is looked at only when the operation is done. */
    static Text text(String shown) {
        return new Text(shown, 1, 0, null, false);
    }

    static Unsigned count() {
        return new Unsigned("number");
    }

    static Unsigned milliseconds() {
        return new Unsigned("milliseconds");
    }
}
