package io.spiderweb.wire.control.guide;

import org.jspecify.annotations.Nullable;

/**
 * One member of a payload.
 *
 * @param fallback what counts if it is left out; null if then nothing does
 * @param meaning a phrase without a full stop
 */
public record Member(
        String name,
        MemberType type,
        boolean isRequired,
        @Nullable String fallback,
        String meaning) {

    static Member required(String name, MemberType type, String meaning) {
        return new Member(name, type, true, null, meaning);
    }

    static Member optional(String name, MemberType type, String meaning) {
        return new Member(name, type, false, null, meaning);
    }

    static Member optional(String name, MemberType type, Object fallback, String meaning) {
        return new Member(name, type, false, String.valueOf(fallback), meaning);
    }

    public boolean isSecret() {
        return type instanceof MemberType.Text text && text.isSecret();
    }
}
