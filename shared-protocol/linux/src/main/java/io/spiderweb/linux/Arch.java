package io.spiderweb.linux;

import java.util.Locale;

/** The processor architectures whose kernel interface is known here. */
enum Arch {
    X86_64,
    AARCH64;

    static final Arch HOST = of(System.getProperty("os.name"), System.getProperty("os.arch"));

    static Arch of(String system, String architecture) {
        if (!system.equals("Linux")) {
            throw new UnsupportedOperationException("needs Linux, this is " + system);
        }
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default ->
                throw new UnsupportedOperationException("needs an x86-64 or arm64 processor, this is " + architecture);
        };
    }

    /** The one of two values that this architecture uses. */
    <T> T pick(T x86, T arm) {
        return this == X86_64 ? x86 : arm;
    }
}
