package io.spiderweb.gateway.turn;

import static io.spiderweb.gateway.testing.Fixture.request;
import static io.spiderweb.gateway.testing.ScriptedProvider.calling;
import static io.spiderweb.gateway.testing.ScriptedProvider.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.spiderweb.gateway.history.Conversations;
import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.ProviderEvent.Completed;
import io.spiderweb.gateway.provider.ProviderEvent.Failed;
import io.spiderweb.gateway.provider.ProviderEvent.StopReason;
import io.spiderweb.gateway.provider.ProviderEvent.TextDelta;
import io.spiderweb.gateway.provider.ProviderEvent.ToolArgumentsDelta;
import io.spiderweb.gateway.provider.ProviderEvent.ToolCallStarted;
import io.spiderweb.gateway.provider.ProviderEvent.Usage;
import io.spiderweb.gateway.provider.ProviderFailure;
import io.spiderweb.gateway.testing.Fixture;
import io.spiderweb.gateway.testing.ScriptedProvider.Script;
import io.spiderweb.wire.ErrorCode;
import io.spiderweb.wire.chat.ChatFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TurnsTest {

    private static final Turns.Limits LIMITS = new Turns.Limits(2, 2, Duration.ofMinutes(1));

    @TempDir
    Path directory;

    private Fixture fixture;
    private final BlockingQueue<ChatFrame> frames = new LinkedBlockingQueue<>();

    @BeforeEach
    void setUp() throws IOException {
        fixture = new Fixture(directory);
    }

    @AfterEach
    void tearDown() {
        fixture.close();
    }

    @Test
    void aPieceReachesTheClientBeforeTheProviderSendsTheNext() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        fixture.provider.next((request, events) -> {
            events.accept(new TextDelta("one "));
            seen.await();
            events.accept(new TextDelta("two"));
            saying().play(request, events);
        });
        fixture.turns(LIMITS).submit(request("t1", "alice", "p1", "hello"), frames::add);
        assertThat(next()).isInstanceOfSatisfying(ChatFrame.Delta.class, delta -> {
            assertThat(delta.contentDelta()).isEqualTo("one ");
            assertThat(delta.isFinal()).isFalse();
            assertThat(delta.request()).isEqualTo("t1");
            assertThat(delta.sessionKey()).isEqualTo("s1");
        });
        seen.countDown();
        assertThat(next())
                .isInstanceOfSatisfying(
                        ChatFrame.Delta.class,
                        delta -> assertThat(delta.contentDelta()).isEqualTo("two"));
        assertThat(next()).isInstanceOfSatisfying(ChatFrame.Receive.class, answer -> {
            assertThat(answer.content()).isEqualTo("one two");
            assertThat(answer.isFinal()).isTrue();
        });
    }

    @Test
    void toolsRunInOrderAndTheirResultsGoBackToTheProvider() throws Exception {
        fixture.provider.next((request, events) -> {
            events.accept(new TextDelta("I write."));
            events.accept(new ToolCallStarted(0, "a", "file_write"));
            events.accept(new ToolCallStarted(1, "b", "file_read"));
            events.accept(new ToolArgumentsDelta(1, "{\"path\":"));
            events.accept(new ToolArgumentsDelta(0, "{\"path\":\"x\",\"content\":\"hi\"}"));
            events.accept(new ToolArgumentsDelta(1, "\"x\"}"));
            saying().play(request, events);
        });
        fixture.provider.next(saying("Done."));
        List<ChatFrame> turn = turn("write and read");
        assertThat(turn)
                .extracting(ChatFrame::type)
                .containsExactly("session.receive", "tool.event", "tool.event", "session.receive", "session.receive");
        assertThat(turn.get(1)).isInstanceOfSatisfying(ChatFrame.ToolEvent.class, event -> {
            assertThat(event.tool()).isEqualTo("file_write");
            assertThat(event.payload().path("bytes_written").asInt()).isEqualTo(2);
        });
        assertThat(turn.get(2))
                .isInstanceOfSatisfying(
                        ChatFrame.ToolEvent.class,
                        event -> assertThat(event.payload().path("content").asText())
                                .isEqualTo("hi"));
        assertThat(turn.getLast())
                .isInstanceOfSatisfying(
                        ChatFrame.Receive.class,
                        answer -> assertThat(answer.content()).isEqualTo("I write.\n\nDone."));
        assertThat(fixture.provider.requests.getLast().messages())
                .extracting(message -> message.getClass().getSimpleName())
                .containsExactly("User", "Assistant", "ToolResult", "ToolResult");
    }

    @Test
    void theStoryOfTheQuickStartWorksOnRealFiles() throws Exception {
        Files.createDirectories(fixture.files.resolve("docs"));
        Files.writeString(fixture.files.resolve("docs/log.md"), "Monday\nThe harbour was quiet.\n");
        List<ChatFrame> turn =
                turn("Show me what is in the workspace, find where \"harbour\" is mentioned, read one file"
                        + " and write a summary to notes/summary.md");
        assertThat(turn)
                .filteredOn(ChatFrame.ToolEvent.class::isInstance)
                .extracting(frame -> ((ChatFrame.ToolEvent) frame).tool())
                .containsExactly("file_list", "search_code", "file_read", "file_write");
        assertThat(fixture.files.resolve("notes/summary.md"))
                .content()
                .contains("docs/")
                .contains("\"harbour\" is mentioned in 1 line, first in docs/log.md, line 2")
                .contains("The harbour was quiet.");
        assertThat(turn.getLast()).isInstanceOfSatisfying(ChatFrame.Receive.class, answer -> {
            assertThat(answer.content()).contains("docs/log.md").contains("to notes/summary.md");
            assertThat(pieces(turn)).isEqualTo(answer.content());
        });
        assertThat(turn).filteredOn(ChatFrame.Delta.class::isInstance).hasSizeGreaterThan(20);
    }

    @Test
    void aToolThatFailsDoesNotEndTheTurn() throws Exception {
        assertThat(turn("read ../secret.txt").getLast())
                .isInstanceOfSatisfying(
                        ChatFrame.Receive.class,
                        answer -> assertThat(answer.content()).contains("could not read"));
    }

    @Test
    void anAgentThatNeverStopsCallingToolsIsStopped() throws Exception {
        for (int i = 0; i < AgentLoop.MAX_ROUNDS + 3; i++) {
            fixture.provider.next(calling("file_list", "{}"));
        }
        List<ChatFrame> turn = turn("go");
        assertThat(turn).filteredOn(ChatFrame.ToolEvent.class::isInstance).hasSize(AgentLoop.MAX_ROUNDS);
        assertThat(turn.getLast())
                .isInstanceOfSatisfying(
                        ChatFrame.Receive.class,
                        answer -> assertThat(answer.content()).contains("limits of one turn"));
    }

    @Test
    void aRoundMayCallOnlySoManyTools() throws Exception {
        fixture.provider.next((request, events) -> {
            for (int i = 0; i < AgentLoop.MAX_TOOL_CALLS + 5; i++) {
                events.accept(new ToolCallStarted(i, "c" + i, "file_list"));
            }
            saying().play(request, events);
        });
        List<ChatFrame> turn = turn("go");
        assertThat(turn)
                .filteredOn(frame -> frame instanceof ChatFrame.ToolEvent event
                        && !event.payload().has("error"))
                .hasSize(AgentLoop.MAX_TOOL_CALLS);
    }

    @Test
    void aProviderThatFailsMidStreamEndsTheTurnWithItsCode() throws Exception {
        fixture.provider.next((request, events) -> {
            events.accept(new TextDelta("half an ans"));
            events.accept(new Failed(ProviderFailure.RATE_LIMITED, "429", Duration.ofSeconds(1)));
        });
        List<ChatFrame> turn = turn("hello");
        assertThat(turn).hasSize(2);
        assertThat(turn.getLast()).isInstanceOfSatisfying(ChatFrame.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED);
            assertThat(failed.id()).isEqualTo("t").isEqualTo(failed.request());
        });
        assertThat(turn("list").getLast()).isInstanceOf(ChatFrame.Receive.class);
    }

    @Test
    void aProviderThatFailsUnexpectedlyIsAnInternalError() throws Exception {
        fixture.provider.next((request, events) -> {
            throw new IllegalStateException("secret detail");
        });
        assertThat(turn("hello").getLast()).isInstanceOfSatisfying(ChatFrame.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(ErrorCode.EXECUTION_FAILED);
            assertThat(failed.message()).doesNotContain("secret");
        });
    }

    @Test
    void everyStepIsStoredBeforeItIsActedOn() throws Exception {
        List<List<Message>> stored = new ArrayList<>();
        Conversations conversations = new Conversations(fixture.store);
        Script look = (request, events) -> stored.add(conversations
                .open(request("t", "alice", "p1", "").conversation(), "p1")
                .forProvider());
        fixture.provider.next((request, events) -> {
            look.play(request, events);
            calling("file_list", "{}").play(request, events);
        });
        fixture.provider.next((request, events) -> {
            look.play(request, events);
            saying("It is empty.").play(request, events);
        });
        turn("what is there?");
        look.play(fixture.provider.requests.getLast(), event -> {});
        assertThat(stored).extracting(List::size).containsExactly(1, 3, 4);
        assertThat(stored.getLast().getLast()).isEqualTo(new Message.Assistant("It is empty.", List.of()));
    }

    @Test
    void theProviderIsShownWhatWasSaidBefore() throws Exception {
        turn("list");
        fixture.provider.next(saying("yes"));
        turn("again?");
        assertThat(fixture.provider.requests.getLast().messages())
                .startsWith(new Message.User("list"))
                .endsWith(new Message.User("again?"))
                .hasSizeGreaterThan(3);
    }

    @Test
    void turnsOfOneAgentRunOneAfterTheOtherAndThoseOfOthersBesideThem() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        fixture.provider.next(waiting(go));
        Turns turns = fixture.turns(LIMITS);
        turns.submit(request("first", "alice", "p1", "wait"), frames::add);
        assertThat(next()).isInstanceOf(ChatFrame.Delta.class);
        turns.submit(request("second", "alice", "p1", "list"), frames::add);
        turns.submit(request("other", "bob", "p1", "hello"), frames::add);
        assertThat(untilEnd().getLast().request()).isEqualTo("other");
        assertThat(turns.isBusy("alice")).isTrue();
        assertThat(turns.isBusyElsewhere("alice", "p1")).isFalse();
        assertThat(turns.isBusyElsewhere("alice", "p2")).isTrue();
        go.countDown();
        assertThat(untilEnd().getLast().request()).isEqualTo("first");
        assertThat(untilEnd().getLast().request()).isEqualTo("second");
    }

    @Test
    void aFullQueueAndTooManyAgentsAreToldAtOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        fixture.provider.next(waiting(go));
        fixture.provider.next(waiting(go));
        Turns turns = fixture.turns(LIMITS);
        turns.submit(request("a1", "alice", "p1", "x"), frames::add);
        next();
        turns.submit(request("b1", "bob", "p1", "x"), frames::add);
        next();
        turns.submit(request("a2", "alice", "p1", "list"), frames::add);
        turns.submit(request("a3", "alice", "p1", "list"), frames::add);
        turns.submit(request("a4", "alice", "p1", "list"), frames::add);
        assertFailed(next(), "a4", ErrorCode.QUEUE_SATURATED);
        turns.submit(request("c1", "carol", "p1", "list"), frames::add);
        assertFailed(next(), "c1", ErrorCode.QUEUE_SATURATED);
        go.countDown();
        for (int i = 0; i < 4; i++) {
            assertThat(untilEnd().getLast()).isInstanceOf(ChatFrame.Receive.class);
        }
    }

    @Test
    void aTurnThatTakesTooLongIsCancelledWhetherItRunsOrWaits() throws Exception {
        fixture.provider.next(waiting(new CountDownLatch(1)));
        // for the second one too, which on a busy machine may come to run just before its own time is over
        fixture.provider.next(waiting(new CountDownLatch(1)));
        Turns turns = fixture.turns(new Turns.Limits(2, 2, Duration.ofMillis(500)));
        turns.submit(request("runs", "alice", "p1", "x"), frames::add);
        turns.submit(request("waits", "alice", "p1", "x"), frames::add);
        assertThat(List.of(untilEnd().getLast(), untilEnd().getLast()))
                .extracting(ChatFrame::request, frame -> ((ChatFrame.Failed) frame).code())
                .containsExactlyInAnyOrder(
                        tuple("runs", ErrorCode.RUNTIME_TIMEOUT), tuple("waits", ErrorCode.RUNTIME_TIMEOUT));
        // the script of the first waits for ever unless it is interrupted
        await().until(() ->
                fixture.meters.get("spiderweb_gateway_turns_running").gauge().value() == 0);
        assertThat(frames).isEmpty();
    }

    @Test
    void aStopCancelsWhatRunsAndWhatWaits() throws Exception {
        fixture.provider.next(waiting(new CountDownLatch(1)));
        Turns turns = fixture.turns(LIMITS);
        turns.submit(request("runs", "alice", "p1", "x"), frames::add);
        next();
        turns.submit(request("waits", "alice", "p1", "x"), frames::add);
        turns.stop(Duration.ofSeconds(10));
        turns.submit(request("late", "alice", "p1", "x"), frames::add);
        assertFailed(next(), "runs", ErrorCode.RUNTIME_CANCELLED);
        assertFailed(next(), "waits", ErrorCode.RUNTIME_CANCELLED);
        assertFailed(next(), "late", ErrorCode.RUNTIME_CANCELLED);
        assertThat(turns.isBusy("alice")).isFalse();
    }

    @Test
    void turnsAndToolsAreCounted() throws Exception {
        turn("list");
        assertThat(fixture.meters
                        .get("spiderweb_gateway_tool_calls")
                        .tags("tool", "file_list", "outcome", "ok")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(fixture.meters
                        .get("spiderweb_gateway_turns")
                        .tag("outcome", "ok")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(fixture.meters.get("spiderweb_gateway_first_delta").timer().count())
                .isEqualTo(1);
    }

    @Test
    void theTokensThatAProviderCountsAreSummedUp() throws Exception {
        fixture.provider.next((request, events) -> events.accept(new Completed(StopReason.END, new Usage(70, 3))));
        fixture.provider.next((request, events) -> events.accept(new Completed(StopReason.END, new Usage(80, 4))));
        turn("hello");
        turn("and again");
        assertThat(tokens("input")).isEqualTo(150);
        assertThat(tokens("output")).isEqualTo(7);
    }

    private double tokens(String direction) {
        return fixture.meters
                .get("spiderweb_gateway_provider_tokens")
                .tag("direction", direction)
                .counter()
                .count();
    }

    private static Script waiting(CountDownLatch go) {
        return (request, events) -> {
            events.accept(new TextDelta("…"));
            go.await();
            saying("done").play(request, events);
        };
    }

    private List<ChatFrame> turn(String content) throws InterruptedException {
        fixture.turns(LIMITS).submit(request("t", "alice", "p1", content), frames::add);
        return untilEnd();
    }

    private List<ChatFrame> untilEnd() throws InterruptedException {
        List<ChatFrame> turn = new ArrayList<>();
        do {
            turn.add(next());
        } while (!(turn.getLast() instanceof ChatFrame.Receive || turn.getLast() instanceof ChatFrame.Failed));
        return turn;
    }

    private ChatFrame next() throws InterruptedException {
        ChatFrame frame = frames.poll(10, TimeUnit.SECONDS);
        assertThat(frame).as("a frame within 10 s").isNotNull();
        return frame;
    }

    private static String pieces(List<ChatFrame> turn) {
        StringBuilder text = new StringBuilder();
        for (ChatFrame frame : turn) {
            if (frame instanceof ChatFrame.Delta delta) {
                text.append(delta.contentDelta());
            }
        }
        return text.toString();
    }

    private static void assertFailed(ChatFrame frame, String request, ErrorCode code) {
        assertThat(frame).isInstanceOfSatisfying(ChatFrame.Failed.class, failed -> {
            assertThat(failed.request()).isEqualTo(request);
            assertThat(failed.code()).isEqualTo(code);
        });
    }
}
