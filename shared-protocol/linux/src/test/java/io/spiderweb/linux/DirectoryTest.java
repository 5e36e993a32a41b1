package io.spiderweb.linux;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Real calls in a real directory. */
abstract class DirectoryTest {
    static final long BENEATH = Resolve.RESOLVE_BENEATH | Resolve.RESOLVE_NO_MAGICLINKS;

    @TempDir
    Path path;

    Fd root;

    @BeforeEach
    void openRoot() throws LinuxException {
        root = Open.root(path);
    }

    @AfterEach
    void closeRoot() {
        root.close();
    }

    Fd open(String relative, long flags) throws LinuxException {
        return Open.at(root, relative, flags, 0, BENEATH);
    }

    Fd create(String relative) throws LinuxException {
        return Open.at(root, relative, OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_EXCL, 0640, BENEATH);
    }

    static void assertErrno(int errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(LinuxException.class))
                .extracting(e -> Errnos.name(e.errno()))
                .isEqualTo(Errnos.name(errno));
    }
}
