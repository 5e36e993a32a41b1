package io.spiderweb.node;

import static io.spiderweb.node.TestClient.errno;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** A change that is sent again over another connection of the same client ({@code retry-1}). */
class RetryTest extends ServedDirectory {

    private static final int EEXIST = 17;
    private static final String FEATURES = ",'features':['retry-1'],'client_id':";

    @Test
    void aChangeIsMadeOnceOverTwoConnections() throws IOException {
        long first = greet("me");
        JsonNode created = client.ok(create(1));
        assertThat(client.ok(mkdir(2)).isEmpty()).isTrue();
        Files.delete(work.resolve("dir"));

        reconnect();
        assertThat(greet("me")).isEqualTo(first);
        assertThat(client.ok(create(1))).isEqualTo(created);
        client.ok(mkdir(2));
        assertThat(work.resolve("dir")).doesNotExist();
        // the file that was created is open
        client.ok(client.onHandle("write", created.path("h").longValue(), "{'off':0,'data_b64':'YQ=='}"));
        assertThat(work.resolve("file")).hasContent("a");
    }

    @Test
    void anotherClientIsNotMistakenForIt() {
        long mine = greet("me");
        client.ok(mkdir(1));
        reconnect();
        assertThat(greet("somebody")).isNotEqualTo(mine);
        assertThat(errno(mkdir(1))).isEqualTo(EEXIST);
    }

    @Test
    void withoutTheFeatureAnIdMeansNothing() {
        client.ok(mkdir(1));
        assertThat(errno(mkdir(1))).isEqualTo(EEXIST);
    }

    @Test
    void aQuestionIsAnsweredAnew() throws IOException {
        greet("me");
        Files.writeString(work.resolve("f"), "1");
        assertThat(size(1)).isEqualTo(1);
        Files.writeString(work.resolve("f"), "12345");
        assertThat(size(1)).isEqualTo(5);
    }

    private long size(int rid) {
        return client.ok(client.call("lookup", "'node':" + root + ",'rid':" + rid, "{'name':'f'}"))
                .path("attr")
                .path("sz")
                .longValue();
    }

    private long greet(String clientId) {
        return client.ok(client.hello(null, false, FEATURES + "'" + clientId + "'"))
                .path("reply_cache")
                .longValue();
    }

    private void reconnect() {
        client.close();
        client = new TestClient(node);
    }

    private JsonNode create(int rid) {
        return client.call("create", "'node':" + root + ",'rid':" + rid, "{'name':'file'}");
    }

    private JsonNode mkdir(int rid) {
        return client.call("mkdir", "'node':" + root + ",'rid':" + rid, "{'name':'dir'}");
    }
}
