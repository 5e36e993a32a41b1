package io.spiderweb.gateway.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WishTest {

    @Test
    void aSingleCommandIsASingleWish() {
        assertThat(Wish.of("list")).isEqualTo(new Wish(".", null, null, null, null, false));
        assertThat(Wish.of("list docs")).isEqualTo(new Wish("docs", null, null, null, null, false));
        assertThat(Wish.of("List the files, please")).isEqualTo(new Wish(".", null, null, null, null, false));
        assertThat(Wish.of("read docs/log.md")).isEqualTo(new Wish(null, null, "docs/log.md", null, null, false));
        assertThat(Wish.of("cat 'my file'")).isEqualTo(new Wish(null, null, "my file", null, null, false));
        assertThat(Wish.of("search harbour")).isEqualTo(new Wish(null, "harbour", null, null, null, false));
        assertThat(Wish.of("grep for \"two words\"")).isEqualTo(new Wish(null, "two words", null, null, null, false));
    }

    @Test
    void whatIsToBeWrittenIsTakenAsItIs() {
        assertThat(Wish.of("write notes.txt: list and read\nall"))
                .isEqualTo(new Wish(null, null, null, "notes.txt", "list and read\nall", false));
    }

    @Test
    void aStoryHasAllWishes() {
        assertThat(Wish.of("Show me what is in the workspace, find where \"harbour\" is mentioned, read one file"
                        + " and write a summary to notes/summary.md"))
                .isEqualTo(new Wish(".", "harbour", "", "notes/summary.md", null, false));
        assertThat(
                        Wish.of(
                                "List the workspace, search for lamp, read the best file and write a short summary into sum.md."))
                .isEqualTo(new Wish(".", "lamp", "", "sum.md", null, false));
    }

    @Test
    void whatWasAskedBeforeIsAWish() {
        Wish remember = new Wish(null, null, null, null, null, true);
        assertThat(Wish.of("What did I ask before?")).isEqualTo(remember);
        assertThat(Wish.of("Remind me, what have I said?")).isEqualTo(remember);
        assertThat(Wish.of("list, and what did I just say?")).isEqualTo(new Wish(".", null, null, null, null, true));
        assertThat(Wish.of("write notes.txt: what did I say"))
                .isEqualTo(new Wish(null, null, null, "notes.txt", "what did I say", false));
    }

    @Test
    void smallTalkIsNoWish() {
        assertThat(Wish.of("Good morning!").isEmpty()).isTrue();
        assertThat(Wish.of("").isEmpty()).isTrue();
    }
}
