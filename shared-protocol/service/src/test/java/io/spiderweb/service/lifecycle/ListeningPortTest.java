package io.spiderweb.service.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.vertx.http.HttpServer;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ListeningPortTest {

    @Test
    void aServerThatDoesNotKnowItsPortYetIsAskedAgain() {
        assertThat(ListeningPort.of(new SlowServer(-1, -1, 18891))).isEqualTo(18891);
    }

    /** What Quarkus tells in the moments after the start. */
    private static final class SlowServer implements HttpServer {

        private final Queue<Integer> answers;

        SlowServer(Integer... answers) {
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public int getPort() {
            return answers.remove();
        }

        @Override
        public int getSecurePort() {
            return -1;
        }

        @Override
        public int getManagementPort() {
            throw new AssertionError("is not asked for");
        }

        @Override
        public URI getLocalBaseUri() {
            throw new AssertionError("is not asked for");
        }
    }
}
