package io.spiderweb.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttributesTest extends DirectoryTest {
    private static final int CREATE = 1;
    private static final int REPLACE = 2;

    /** Not open for I/O: changes need no access to the content. */
    private Fd file;

    @BeforeEach
    void openFile() throws Exception {
        Files.createFile(path.resolve("file"));
        file = open("file", OpenFlags.O_PATH);
    }

    @AfterEach
    void closeFile() {
        file.close();
    }

    @Test
    void permissionsAreSet() throws Exception {
        Attributes.chmod(file, 0);
        assertThat(Stat.of(file).mode()).isEqualTo(0100000);
        Attributes.chmod(file, 0751);
        assertThat(Stat.of(file).mode()).isEqualTo(0100751);
    }

    @Test
    void theOwnerStaysWhereNoneIsGiven() throws Exception {
        Stat before = Stat.of(file);
        Attributes.chown(file, -1, -1);
        Attributes.chown(file, before.uid(), -1);
        assertThat(Stat.of(file).uid()).isEqualTo(before.uid());
        assertThat(Stat.of(file).gid()).isEqualTo(before.gid());
    }

    @Test
    void timesAreSetToTheNanosecondEachByItself() throws Exception {
        Attributes.setTimes(file, 1_000_000_001L, 2_000_000_002L);
        Attributes.setTimes(file, Attributes.UNCHANGED_NS, -1L);
        Stat stat = Stat.of(file);
        assertThat(stat.accessedNs()).isEqualTo(1_000_000_001L);
        assertThat(stat.modifiedNs()).isEqualTo(-1L);
    }

    @Test
    void theTimeOfTheCallIsSet() throws Exception {
        Attributes.setTimes(file, 1_000_000_001L, 2_000_000_002L);
        Attributes.setTimes(file, Attributes.UNCHANGED_NS, Attributes.NOW_NS);
        Stat stat = Stat.of(file);
        assertThat(stat.accessedNs()).isEqualTo(1_000_000_001L);
        assertThat(stat.modifiedNs()).isGreaterThan(1_700_000_000_000_000_000L);
    }

    @Test
    void extendedAttributesComeAndGo() throws Exception {
        assumeXattrs();
        Attributes.setXattr(file, "user.one", "1".getBytes(UTF_8), 0);
        Attributes.setXattr(file, "user.empty", new byte[0], CREATE);
        assertThat(Attributes.getXattr(file, "user.one")).asString(UTF_8).isEqualTo("1");
        assertThat(Attributes.getXattr(file, "user.empty")).isEmpty();
        assertThat(Attributes.listXattrs(file)).contains("user.one", "user.empty");
        Attributes.removeXattr(file, "user.one");
        assertThat(Attributes.listXattrs(file)).doesNotContain("user.one");
        assertErrno(Errnos.ENODATA, () -> Attributes.getXattr(file, "user.one"));
        assertErrno(Errnos.ENODATA, () -> Attributes.removeXattr(file, "user.one"));
        assertErrno(Errnos.ENODATA, () -> Attributes.setXattr(file, "user.one", new byte[0], REPLACE));
        assertErrno(Errnos.EEXIST, () -> Attributes.setXattr(file, "user.empty", new byte[0], CREATE));
    }

    @Test
    void anUnknownNamespaceOfExtendedAttributesIsNotSupported() {
        assertErrno(Errnos.EOPNOTSUPP, () -> Attributes.setXattr(file, "none.such", new byte[0], 0));
    }

    private void assumeXattrs() throws Exception {
        assumeTrue(
                Files.getFileStore(path).supportsFileAttributeView(UserDefinedFileAttributeView.class),
                "needs a temporary directory on a file system with user extended attributes");
    }
}
