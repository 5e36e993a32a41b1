package io.spiderweb.gateway.provider.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.gateway.provider.Message;
import io.spiderweb.gateway.provider.Message.Assistant;
import io.spiderweb.gateway.provider.Message.User;
import io.spiderweb.gateway.provider.ProviderEvent;
import io.spiderweb.gateway.provider.ProviderRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoProviderTest {

    @Test
    void theEarlierQuestionsAreToldInTheirOrderWithoutTheCurrentOne() throws Exception {
        assertThat(answer(
                        new User("Good morning!"),
                        new Assistant("Try list.", List.of()),
                        new User("read\nREADME.md"),
                        new Assistant("It is empty.", List.of()),
                        new User("What did I ask before?")))
                .isEqualTo("Before this you asked:\n- Good morning!\n- read README.md");
    }

    @Test
    void aNewConversationHasNothingToRemember() throws Exception {
        assertThat(answer(new User("what did I say?"))).contains("nothing yet");
    }

    @Test
    void aTextWithoutAWishIsAnsweredWithWhatItCouldBe() throws Exception {
        assertThat(answer(new User("Good morning!"))).contains("list", "read", "search", "write", "what did I ask");
    }

    private static String answer(Message... messages) throws InterruptedException {
        StringBuilder answer = new StringBuilder();
        new DemoProvider().stream(new ProviderRequest("", "", List.of(messages), List.of()), event -> {
            if (event instanceof ProviderEvent.TextDelta(String text)) {
                answer.append(text);
            }
        });
        return answer.toString();
    }
}
