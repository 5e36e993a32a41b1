package io.spiderweb.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Programs of every day in a mount of a real node. What they leave is also looked at on the node's disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealProgramsTest {

    @TempDir
    static Path directory;

    private MountedStack stack;
    private Path work;
    private Path mounted;

    @BeforeAll
    void start() throws Exception {
        Requirements.fuse();
        stack = MountedStack.start(directory, "work");
        work = directory.resolve("work");
        mounted = stack.mounted("work");
    }

    @AfterAll
    void stop() throws Exception {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void gitClonesCommitsAndFindsNothingBroken() throws Exception {
        Requirements.program("git");
        Path origin = Files.createDirectory(directory.resolve("origin"));
        stack.shell(
                origin,
                "git init -q -b main; for i in {1..40}; do mkdir -p d$((i % 5)); seq $i 200 > d$((i % 5))/f$i; done;"
                        + " ln -s d1 link; printf '#!/bin/sh\\necho ran\\n' > run; chmod +x run; git add -A;"
                        + " git commit -qm first");

        stack.shell(mounted, "git clone -q " + origin + " clone");
        Path clone = mounted.resolve("clone");
        assertThat(stack.shell(clone, "git status --porcelain; ./run; readlink link"))
                .isEqualTo("ran\nd1\n");
        stack.shell(
                clone,
                "echo more >> d1/f1; git mv d2/f2 moved; rm d3/f3; git add -A; git commit -qm second;"
                        + " git checkout -q -b other HEAD~1; git checkout -q main; git gc -q; git fsck --strict");
        assertThat(stack.shell(clone, "git status --porcelain; git log --format=%s"))
                .isEqualTo("second\nfirst\n");
        assertThat(stack.shell(
                        work.resolve("clone"), "git -c safe.directory='*' status --porcelain; cat d1/f1 | tail -1"))
                .isEqualTo("more\n");
    }

    @Test
    void makeBuildsWhatIsOutOfDateAndNothingElse() throws Exception {
        Requirements.program("make");
        Path here = Files.createDirectory(mounted.resolve("make"));
        Files.writeString(here.resolve("Makefile"), "all: one.out two.out\n%.out: %.in\n\tcp $< $@\n");
        stack.shell(here, "echo 1 > one.in; echo 2 > two.in; make");

        assertThat(stack.shell(here, "make")).contains("Nothing to be done");
        stack.shell(here, "touch -d '1 minute ago' *.in *.out; echo 3 > two.in");
        assertThat(stack.shell(here, "make")).isEqualTo("cp two.in two.out\n");
        assertThat(work.resolve("make/two.out")).hasContent("3");
    }

    @Test
    void grepSearchesATree() throws Exception {
        stack.shell(
                Files.createDirectory(mounted.resolve("grep")),
                "for i in {1..30}; do mkdir -p a/b$i; echo \"line $i\" > a/b$i/f; done; ln -s ../a a/loop");

        assertThat(stack.shell(mounted.resolve("grep"), "grep -r 'line 1[0-2]' . | sort"))
                .isEqualTo("./a/b10/f:line 10\n./a/b11/f:line 11\n./a/b12/f:line 12\n");
    }

    @Test
    void anEditorSavesByRenamingANewFileOverTheOldOne() throws Exception {
        Path here = Files.createDirectory(mounted.resolve("editor"));
        stack.shell(
                here,
                "printf old > text; chmod 640 text; exec 3< text; cp -p text .text.new; printf new > .text.new;"
                        + " sync .text.new; mv .text.new text; sync .; test \"$(cat text)\" = new; test \"$(cat <&3)\" = old");

        assertThat(work.resolve("editor/text")).hasContent("new");
        assertThat(stack.shell(here, "stat -c %a text; ls -A | grep -v fuse_hidden"))
                .isEqualTo("640\ntext\n");
    }

    @Test
    void sqliteKeepsADatabaseInEitherJournalModeAndItsLocksHold() throws Exception {
        Requirements.program("sqlite3");
        Path here = Files.createDirectory(mounted.resolve("sqlite"));
        for (String mode : new String[] {"delete", "wal"}) {
            String db = mode + ".db";
            stack.shell(here, "sqlite3 " + db + " 'pragma journal_mode=" + mode + "; create table t(x)'");
            stack.shell(here, "for i in {1..10}; do sqlite3 " + db + " \"insert into t values($i)\"; done");
            assertThat(stack.shell(here, "sqlite3 " + db + " 'select count(*), sum(x) from t; pragma integrity_check'"))
                    .isEqualTo("10|55\nok\n");
            assertThat(stack.shell(
                            here,
                            "exec 3> >(sqlite3 " + db + "); holder=$!;"
                                    + " printf 'begin immediate;\\n.shell touch held\\n' >&3;"
                                    + " for i in {1..600}; do test ! -e held || break; sleep 0.05; done; rm held;"
                                    + " sqlite3 " + db + " 'begin immediate' 2>&1 || true; exec 3>&-; wait $holder"))
                    .contains("locked");
        }
        assertThat(stack.shell(work.resolve("sqlite"), "sqlite3 delete.db 'select count(*) from t'"))
                .isEqualTo("10\n");
    }

    @Test
    void modesTimesAndLinksAreThoseOfTheNode() throws Exception {
        Path here = Files.createDirectory(mounted.resolve("attributes"));
        stack.shell(
                here,
                "printf '#!/bin/sh\\necho ran\\n' > run; if ./run 2>/dev/null; then exit 1; fi; chmod +x run; test \"$(./run)\" = ran");
        stack.shell(here, "touch -d '2001-02-03 04:05:06.789 UTC' run; cp -p run copy; ln -s run link; ln run second");

        assertThat(stack.shell(work.resolve("attributes"), "stat -c '%n %a %h %.3Y %F' run copy second link"))
                .matches("""
                        run 755 2 981173106.789 regular file
                        copy 755 1 981173106.789 regular file
                        second 755 2 981173106.789 regular file
                        link 777 1 [0-9.]+ symbolic link
                        """);
        assertThat(stack.shell(here, "readlink link; ./link; stat -c %h second; rm run; stat -c %h second"))
                .isEqualTo("run\nran\n2\n1\n");
        assertThat(stack.shell(here, "mkdir -m 700 d; stat -c %a d; ln -s /etc/hostname out; readlink out"))
                .isEqualTo("700\n/etc/hostname\n");
        stack.shell(
                here, "touch -a -d '2011-01-01 UTC' copy; test \"$(stat -c '%X %Y' copy)\" = '1293840000 981173106'");
    }

    @Test
    void extendedAttributesOfUsersReachTheNode() throws Exception {
        Requirements.xattrs(work);
        Path file = Files.writeString(mounted.resolve("tagged"), "x");
        var attributes = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);

        attributes.write("origin", StandardCharsets.UTF_8.encode("elsewhere"));

        assertThat(attributes.list()).containsExactly("origin");
        assertThat((byte[]) Files.getAttribute(work.resolve("tagged"), "user:origin"))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("elsewhere");
        attributes.delete("origin");
        assertThat(attributes.list()).isEmpty();
    }
}
