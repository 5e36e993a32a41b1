package io.spiderweb.stack.containers;

import io.spiderweb.stack.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long all of set-up may wait for other services. */
final class Patience {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Duration limit;
    private final long deadline;

    Patience(Duration limit) {
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /** What is looked for. */
    interface Question<T> {

        /** @return empty if it is not there yet; a failure means the same */
        Optional<T> ask() throws StackException, IOException;
    }

    /**
     * Asks until there is an answer.
     *
     * @param otherwise what to tell when there is none in time
     */
    <T> T await(String otherwise, Question<T> question) throws StackException, InterruptedException {
        @Nullable Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                Optional<T> answer = question.ask();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (StackException | IOException e) {
                last = e;
            }
            Thread.sleep(POLL);
        }
        String why = last == null ? "" : " (" + last.getMessage() + ")";
        throw new StackException(otherwise + "; waited for " + limit.toSeconds() + " s" + why);
    }
}
