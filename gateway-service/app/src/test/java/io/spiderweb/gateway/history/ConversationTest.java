package io.spiderweb.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.Message.Assistant;
import io.spiderweb.gateway.provider.Message.ToolResult;
import io.spiderweb.gateway.provider.Message.User;
import io.spiderweb.gateway.provider.ToolCall;
import io.spiderweb.store.Range;
import io.spiderweb.store.Store;
import io.spiderweb.store.sqlite.SqliteOptions;
import io.spiderweb.store.sqlite.SqliteStore;
import io.spiderweb.wire.json.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {

    private static final ConversationId ID = new ConversationId("role:admin", "alice", "s1");

    @TempDir
    Path directory;

    @Test
    void aConversationIsThereAfterARestart() {
        List<Message> said = List.of(
                new User("list"),
                new Assistant("I look.", List.of(new ToolCall("c1", "file_list", "{}"))),
                new ToolResult("c1", "file_list", Json.object().put("path", ".")),
                new Assistant("It is empty.", List.of()));
        try (Store store = open()) {
            Conversation conversation = new Conversations(store).open(ID, "p1");
            said.forEach(conversation::append);
        }
        try (Store store = open()) {
            Conversation conversation = new Conversations(store).open(ID, "p1");
            assertThat(conversation.forProvider()).isEqualTo(said);
            conversation.append(new User("and now?"));
            assertThat(new Conversations(store).open(ID, "p1").forProvider()).hasSize(5);
        }
    }

    @Test
    void sessionsAgentsAndCallersDoNotSeeEachOther() {
        try (Store store = open()) {
            Conversations all = new Conversations(store);
            all.open(ID, "p1").append(new User("mine"));
            assertThat(all.open(new ConversationId("role:user", "alice", "s1"), "p1")
                            .forProvider())
                    .isEmpty();
            assertThat(all.open(new ConversationId("role:admin", "bob", "s1"), "p1")
                            .forProvider())
                    .isEmpty();
            assertThat(all.open(new ConversationId("role:admin", "alice", "s"), "p1")
                            .forProvider())
                    .isEmpty();
            assertThat(all.open(ID, "p1").forProvider()).hasSize(1);
        }
    }

    @Test
    void aToolCallThatWasCutOffGetsAResultThatSaysSo() {
        try (Store store = open()) {
            Conversation conversation = new Conversations(store).open(ID, "p1");
            conversation.append(new User("list and read"));
            conversation.append(new Assistant(
                    "", List.of(new ToolCall("c1", "file_list", "{}"), new ToolCall("c2", "file_read", "{}"))));
            conversation.append(new ToolResult("c1", "file_list", Json.object()));
            List<Message> shown = new Conversations(store).open(ID, "p1").forProvider();
            assertThat(shown).hasSize(4).anySatisfy(message -> {
                assertThat(message).isInstanceOf(ToolResult.class);
                assertThat(((ToolResult) message).callId()).isEqualTo("c2");
                assertThat(((ToolResult) message).result().has("error")).isTrue();
            });
        }
    }

    @Test
    void onlyTheNewestMessagesAreKept() {
        try (Store store = open()) {
            Conversation conversation = new Conversations(store).open(ID, "p1");
            for (int i = 0; i < Conversation.KEPT_MESSAGES + 20; i++) {
                conversation.append(new User("message " + i));
            }
            assertThat(store.list(Range.of(Conversations.COLLECTION))).hasSize(Conversation.KEPT_MESSAGES);
            assertThat(conversation.forProvider()).hasSize(Conversation.KEPT_MESSAGES);
            assertThat(new Conversations(store).open(ID, "p1").forProvider().getLast())
                    .isEqualTo(new User("message " + (Conversation.KEPT_MESSAGES + 19)));
        }
    }

    @Test
    void aProviderIsShownAsMuchAsFitsAndBeginsWithTheUser() {
        try (Store store = open()) {
            Conversation conversation = new Conversations(store).open(ID, "p1");
            String large = "x".repeat(Conversation.SHOWN_CHARACTERS / 2);
            conversation.append(new User(large));
            conversation.append(new Assistant(large, List.of()));
            conversation.append(new User("short"));
            assertThat(conversation.forProvider()).containsExactly(new User("short"));
        }
    }

    @Test
    void theLeastRecentlyUsedConversationMakesRoomForANewOne() {
        try (Store store = open()) {
            Conversations two = new Conversations(store, 2);
            say(two, "s1");
            say(two, "s2");
        }
        try (Store store = open()) {
            Conversations two = new Conversations(store, 2);
            say(two, "s1");
            say(two, "s3");
            assertThat(store.list(Range.of(Conversations.COLLECTION)))
                    .extracting(message -> message.key().id())
                    .allMatch(id -> !id.contains("/s2/"))
                    .hasSize(3);
            assertThat(two.open(session("s1"), "p1").forProvider()).hasSize(2);
            assertThat(two.open(session("s3"), "p1").forProvider()).hasSize(1);
            assertThat(two.open(session("s2"), "p1").forProvider()).isEmpty();
        }
    }

    @Test
    void aConversationThatIsAddedToIsNotTheLeastRecentlyUsed() {
        try (Store store = open()) {
            Conversations two = new Conversations(store, 2);
            Conversation longTurn = two.open(session("s1"), "p1");
            say(two, "s2");
            longTurn.append(new User("first"));
            say(two, "s3");
            longTurn.append(new User("second"));
            assertThat(two.open(session("s1"), "p1").forProvider())
                    .containsExactly(new User("first"), new User("second"));
        }
    }

    @Test
    void theConversationThatIsOpenedStaysEvenAlone() {
        try (Store store = open()) {
            Conversations one = new Conversations(store, 1);
            say(one, "s1");
            say(one, "s2");
            assertThat(one.open(session("s2"), "p1").forProvider()).hasSize(1);
            assertThat(store.list(Range.of(Conversations.COLLECTION))).hasSize(1);
        }
    }

    @Test
    void aForgottenConversationThatIsStillInUseIsKeptAgainAndForgottenInItsTurn() {
        try (Store store = open()) {
            Conversations one = new Conversations(store, 1);
            Conversation forgotten = one.open(session("s1"), "p1");
            say(one, "s2");
            forgotten.append(new User("late"));
            assertThat(one.open(session("s1"), "p1").forProvider()).containsExactly(new User("late"));
            say(one, "s3");
            assertThat(store.list(Range.of(Conversations.COLLECTION)))
                    .singleElement()
                    .satisfies(message -> assertThat(message.key().id()).contains("/s3/"));
        }
    }

    private static ConversationId session(String key) {
        return new ConversationId("role:admin", "alice", key);
    }

    private static void say(Conversations conversations, String session) {
        conversations.open(session(session), "p1").append(new User("hello from " + session));
    }

    private Store open() {
        return SqliteStore.open(directory.resolve("gateway.db"), SqliteOptions.DEFAULTS);
    }
}
