package io.spiderweb.gateway.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.spiderweb.gateway.testing.FakeControlPlane;
import io.spiderweb.gateway.testing.GatewayTestResource;
import io.spiderweb.gateway.testing.TestClient;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@QuarkusTestResource(GatewayTestResource.class)
@Timeout(60)
class FrameFuzzTest extends GatewayTestBase {

    private static final List<String> SEEDS = List.of(
            "{\"channel\":\"control\",\"type\":\"control.ping\",\"id\":\"x\",\"payload\":{\"a\":[1,2,{}]}}",
            "{\"channel\":\"control\",\"type\":\"control.session_attach\",\"id\":\"x\",\"payload\":{\"session_key\":\"k\"}}",
            "{\"channel\":\"acheron\",\"type\":\"acheron.t_walk\",\"tag\":3,\"fid\":1,\"newfid\":2,\"path\":[\"agents\",\"self\"]}",
            "{\"channel\":\"acheron\",\"type\":\"acheron.t_read\",\"tag\":4,\"fid\":1,\"offset\":0,\"count\":64}",
            "{\"channel\":\"acheron\",\"type\":\"acheron.t_write\",\"tag\":5,\"fid\":1,\"data_b64\":\"aGk=\"}",
            "{\"type\":\"session.send\",\"id\":\"x\",\"words\":\"hi\",\"session_key\":\"nokey\"}",
            "{\"id\":\"m1\",\"type\":\"chat.send\",\"content\":\"x\"}");

    /** Prints its seed, so that a failure can be repeated. */
    @Test
    void everyBrokenFrameIsAnsweredAndNoneEndsTheConnection() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        TestClient client = connect("/", FakeControlPlane.ADMIN).negotiate();
        client.ask("{'channel':'acheron','type':'acheron.t_version','version':'acheron-1'}");
        client.ask("{'channel':'acheron','type':'acheron.t_attach','fid':1}");
        for (int i = 0; i < 500; i++) {
            String frame = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
            client.send(frame);
            assertThat(client.next().path("type").asText())
                    .as("seed %d, frame %s", seed, frame)
                    .isNotEmpty();
        }
        assertThat(client.ask("{'type':'ping'}").path("type").asText()).isEqualTo("pong");
    }

    private static String mutate(String frame, Random random) {
        StringBuilder text = new StringBuilder(frame);
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) (32 + random.nextInt(95)));
                case 2 -> text.setCharAt(at, "{}[]\",:\\0é".charAt(random.nextInt(10)));
                default -> text.insert(at, text.substring(at));
            }
        }
        return text.toString();
    }
}
