package io.spiderweb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.acheron.AcheronCodec;
import io.spiderweb.wire.chat.ChatCodec;
import io.spiderweb.wire.control.ControlCodec;
import io.spiderweb.wire.control.ControlOperation;
import io.spiderweb.wire.fs.FsCodec;
import io.spiderweb.wire.fs.FsOperation;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a peer sends, a decoder answers; nothing is thrown and nothing hangs. */
class HostileInputTest {

    @Property(tries = 2000)
    void anyText(@ForAll String text) {
        assertAnswered(text);
    }

    @Property(tries = 6000)
    void framesWithMembersOfAnyType(@ForAll("frames") String text) {
        assertAnswered(text);
    }

    @Property(tries = 4000)
    void framesCutOrChangedAnywhere(@ForAll("damagedFrames") String text) {
        assertAnswered(text);
    }

    @Example
    void nestingThatWouldExhaustTheStack() {
        String deep = "[".repeat(60_000) + "]".repeat(60_000);
        assertAnswered(deep);
        assertAnswered("{\"channel\":\"control\",\"type\":\"control.ping\",\"id\":\"a\",\"payload\":" + deep + "}");
        assertAnswered("{\"a\":".repeat(60_000));
    }

    @Example
    void numbersOfAnySize() {
        for (String number : List.of("9".repeat(100_000), "1e999999999", "-0", "1.0", "0x10", "1e-400", "NaN")) {
            assertAnswered("{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_read\",\"tag\":1,\"h\":" + number + "}");
            assertAnswered(
                    "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_read\",\"tag\":1,\"h\":1,\"payload\":{\"off\":"
                            + number + "}}");
        }
    }

    @Provide
    Arbitrary<String> frames() {
        return Combinators.combine(types(), values(), values(), values(), values(), members())
                .as((type, tag, node, id, payload, member) ->
                        "{\"channel\":\"%s\",\"type\":\"%s\",\"tag\":%s,\"node\":%s,\"h\":%s,\"id\":%s,\"payload\":%s,\"%s\":%s}"
                                .formatted(
                                        type.startsWith("acheron") ? "acheron" : "control",
                                        type,
                                        tag,
                                        node,
                                        node,
                                        id,
                                        payload,
                                        member,
                                        node));
    }

    @Provide
    Arbitrary<String> damagedFrames() {
        return Combinators.combine(frames(), Arbitraries.integers().between(0, 200), Arbitraries.chars())
                .as((frame, at, c) -> {
                    int place = Math.min(at, frame.length() - 1);
                    return c % 2 == 0
                            ? frame.substring(0, place)
                            : frame.substring(0, place) + c + frame.substring(place + 1);
                });
    }

    private static Arbitrary<String> types() {
        return Arbitraries.oneOf(
                Arbitraries.of(ControlOperation.values()).map(ControlOperation::type),
                Arbitraries.of(FsOperation.values()).map(op -> "acheron.t_fs_" + op.wireName()),
                Arbitraries.of(FsOperation.values()).map(op -> "acheron.r_fs_" + op.wireName()),
                Arbitraries.of("version", "attach", "walk", "open", "read", "write", "stat", "clunk", "flush", "none")
                        .map(name -> "acheron.t_" + name),
                Arbitraries.of(
                        "acheron.e_fs_inval",
                        "acheron.e_fs_inval_dir",
                        "acheron.err_fs",
                        "debug.event",
                        "control.error"));
    }

    private static Arbitrary<String> values() {
        Arbitrary<String> scalars = Arbitraries.of(
                "null",
                "true",
                "0",
                "-1",
                "1.5",
                "9223372036854775807",
                "9223372036854775808",
                "\"\"",
                "\"..\"",
                "\"a\"",
                "[]",
                "{}");
        return Arbitraries.oneOf(
                scalars,
                Combinators.combine(members(), scalars).as((name, value) -> "{\"" + name + "\":" + value + "}"),
                Combinators.combine(members(), scalars, members(), scalars)
                        .as((a, x, b, y) -> "{\"" + a + "\":" + x + ",\"" + b + "\":[{\"" + a + "\":" + y + "}]}"));
    }

    private static Arbitrary<String> members() {
        return Arbitraries.of(
                "name",
                "fid",
                "newfid",
                "path",
                "count",
                "offset",
                "msize",
                "off",
                "len",
                "data_b64",
                "flags",
                "mode",
                "sz",
                "old_parent",
                "old_name",
                "cookie",
                "max",
                "protocol",
                "proto",
                "auth_token",
                "resume",
                "ents",
                "attr",
                "exports",
                "what",
                "dir",
                "seq",
                "project_id",
                "project_token",
                "desired_mounts",
                "mount_path",
                "session_key",
                "agent_id",
                "invite_token",
                "expires_in_ms",
                "fs_url",
                "path",
                "error");
    }

    private static void assertAnswered(String text) {
        assertThat(FsCodec.decodeRequest(text)).isNotNull();
        assertThat(FsCodec.decodeFromNode(text)).isNotNull();
        assertThat(ControlCodec.decodeFromServer(text)).isNotNull();
        assertThat(ChatCodec.decode(text)).isNotNull();
        AcheronCodec.decode(text)
                .ifPresent(decoded -> assertThat(decoded.fold(Object::toString, AcheronCodec::encode))
                        .isNotBlank());
        String answer = ControlCodec.decodeRequest(text)
                .fold(request -> request.request().fold(Object::toString, ControlCodec::encode), ControlCodec::encode);
        assertThat(answer).isNotBlank();
    }
}
