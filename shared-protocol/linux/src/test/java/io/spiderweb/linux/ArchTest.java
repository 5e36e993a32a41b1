package io.spiderweb.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArchTest {
    @Test
    void bothArchitecturesAreKnown() {
        assertThat(Arch.of("Linux", "amd64").pick("x86", "arm")).isEqualTo("x86");
        assertThat(Arch.of("Linux", "aarch64").pick("x86", "arm")).isEqualTo("arm");
    }

    @Test
    void anotherMachineIsToldWhatIsNeeded() {
        assertThatThrownBy(() -> Arch.of("Linux", "riscv64"))
                .hasMessage("needs an x86-64 or arm64 processor, this is riscv64");
        assertThatThrownBy(() -> Arch.of("Mac OS X", "aarch64")).hasMessage("needs Linux, this is Mac OS X");
    }

    @Test
    void anErrnoWithoutANameIsShownAsItsNumber() {
        assertThat(new LinuxException("read", "file", 999)).hasMessage("read 'file': Unknown error (errno 999)");
    }
}
