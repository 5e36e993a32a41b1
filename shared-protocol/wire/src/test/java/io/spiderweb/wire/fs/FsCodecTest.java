package io.spiderweb.wire.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.Errno;
import io.spiderweb.wire.Secret;
import io.spiderweb.wire.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code spec fs-node 1, 3, 6}. */
class FsCodecTest {

    private static final Attr ATTR = new Attr(281474976841234L, Attr.FILE, 33188, 1, 1000, 1000, 5, 1, 2, 3, 4);

    static Stream<FsRequest> requests() {
        return Stream.of(
                new FsRequest.Hello(
                        "unified-v2-fs",
                        2,
                        new Secret("s3"),
                        true,
                        List.of("events-1"),
                        new FsRequest.Position(7, 12),
                        "me"),
                new FsRequest.Exports(),
                new FsRequest.Lookup(9, "src"),
                new FsRequest.Getattr(9),
                new FsRequest.Readdirp(9, 4, 256),
                new FsRequest.Open(9, 0x8201),
                new FsRequest.Read(3, 4096, 131072),
                new FsRequest.Close(3),
                new FsRequest.Create(9, "new", 0x81A4, 2),
                new FsRequest.Truncate(9, 0),
                new FsRequest.Unlink(9, "old"),
                new FsRequest.Mkdir(9, "dir", 0700),
                new FsRequest.Rmdir(9, "dir"),
                new FsRequest.Rename(9, "a", 10, "b"),
                new FsRequest.Statfs(9),
                new FsRequest.Lock(3, FsRequest.Lock.Kind.EXCLUSIVE, false),
                new FsRequest.Symlink(9, "link", "../any where\\"),
                new FsRequest.Readlink(9),
                new FsRequest.Link(9, 10, "second"),
                new FsRequest.Setattr(9, 0755L, null, null, null, null),
                new FsRequest.Setattr(9, null, 1000L, 0xFFFF_FFFEL, new NewTime.At(-1), new NewTime.Now()),
                new FsRequest.Getxattr(9, "user.a"),
                new FsRequest.Listxattr(9),
                new FsRequest.Removexattr(9, "user.a"),
                new FsRequest.Fsync(3, true),
                new FsRequest.Fsyncdir(9));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestArrivesAsItWasSent(FsRequest request) {
        assertThat(FsCodec.decodeRequest(FsCodec.encode(17, request)))
                .isEqualTo(new Decoded.Ok<>(new FsFrame.Request(17, null, request)));
    }

    @Test
    void aRequestThatMayComeAgainIsNumbered() {
        RetryId retry = new RetryId(8, 5);
        FsRequest request = new FsRequest.Rmdir(9, "dir");
        assertThat(FsCodec.decodeRequest(FsCodec.encode(17, retry, request)))
                .isEqualTo(new Decoded.Ok<>(new FsFrame.Request(17, retry, request)));
        assertThat(FsCodec.decodeRequest(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_exports\",\"tag\":1,\"rid\":\"x\"}"))
                .isInstanceOf(Decoded.Rejected.class);
    }

    @Test
    void bytesOfAWriteArriveAsTheyWereSent() {
        byte[] data = new byte[FsProtocol.MAX_IO];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 31);
        }
        var decoded = FsCodec.decodeRequest(FsCodec.encode(1, new FsRequest.Write(3, 8, data)));
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Ok.class, ok -> {
            var write = (FsRequest.Write) ((FsFrame.Request) ok.value()).request();
            assertThat(write.data()).isEqualTo(data);
            assertThat(write.offset()).isEqualTo(8);
        });
    }

    static Stream<Arguments> replies() {
        return Stream.of(
                arguments(FsOperation.LOOKUP, new FsReply.Attributes(ATTR)),
                arguments(FsOperation.READDIRP, FsReply.Listing.page(List.of(new Entry("a.txt", ATTR)), 3, true, 9)),
                arguments(FsOperation.OPEN, new FsReply.Opened(4, new FsReply.OpenCaps(true, false), 5)),
                arguments(FsOperation.CREATE, new FsReply.Created(ATTR, 4)),
                arguments(FsOperation.WRITE, new FsReply.Written(4096)),
                arguments(FsOperation.CLOSE, new FsReply.Done()),
                arguments(FsOperation.STATFS, new FsReply.Statfs(4096, 4096, 1, 2, 3, 4, 5, 6, 255)));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyArrivesAsItWasSent(FsOperation operation, FsReply reply) {
        assertThat(FsCodec.decodeFromNode(FsCodec.encode(18, operation, reply)))
                .isEqualTo(new Decoded.Ok<>(new FsFrame.Reply(18, operation, reply)));
    }

    @Test
    void framesHaveTheFormOfThePage() {
        assertThat(Json.write(Json.tree(FsReply.Listing.page(List.of(), 4, false, 9))))
                .isEqualTo("{\"ents\":[],\"next\":4,\"eof\":false,\"next_cookie\":4,\"dir_gen\":9}");
        assertThat(FsCodec.encode(17, new FsRequest.Lookup(281474976841234L, "src")))
                .isEqualTo("{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lookup\",\"tag\":17,"
                        + "\"node\":281474976841234,\"payload\":{\"name\":\"src\"}}");
        assertThat(FsCodec.encode(18, FsOperation.WRITE, new FsReply.Written(4096)))
                .isEqualTo("{\"channel\":\"acheron\",\"type\":\"acheron.r_fs_write\",\"tag\":18,\"ok\":true,"
                        + "\"payload\":{\"n\":4096}}");
        assertThat(FsCodec.encode(FsFailure.of(19, Errno.ENOENT, "file not found")))
                .isEqualTo("{\"channel\":\"acheron\",\"type\":\"acheron.err_fs\",\"tag\":19,\"ok\":false,"
                        + "\"error\":{\"errno\":2,\"message\":\"file not found\"}}");
        assertThat(FsCodec.encode(new FsEvent.InvalDir(281474976710913L, null, null)))
                .isEqualTo("{\"channel\":\"acheron\",\"type\":\"acheron.e_fs_inval_dir\","
                        + "\"payload\":{\"dir\":281474976710913}}");
        assertThat(FsCodec.encode(18, FsOperation.LOOKUP, new FsReply.Attributes(ATTR)))
                .contains("\"attr\":{\"id\":281474976841234,\"k\":1,\"m\":33188,\"n\":1,\"u\":1000,\"g\":1000,"
                        + "\"sz\":5,\"at\":1,\"mt\":2,\"ct\":3,\"gen\":4}");
    }

    @Test
    void anOldPeersEventMeansThatAllChanged() {
        assertThat(FsCodec.decodeFromNode(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.e_fs_inval\",\"payload\":{\"node\":5}}"))
                .isEqualTo(new Decoded.Ok<>(new FsFrame.Event(new FsEvent.Inval(5, FsEvent.What.ALL, null, null))));
    }

    @ParameterizedTest
    @CsvSource({"errno,message,2,ENOENT", "no,msg,17,EEXIST", "errno,message,9999,EIO"})
    void errorsAreReadInBothSpellings(String number, String text, int errno, Errno expected) {
        String frame =
                "{\"channel\":\"acheron\",\"type\":\"acheron.err_fs\",\"tag\":3,\"ok\":false,\"error\":{\"%s\":%d,\"%s\":\"m\"}}"
                        .formatted(number, errno, text);
        assertThat(FsCodec.decodeFromNode(frame)).isEqualTo(new Decoded.Ok<>(new FsFrame.Failed(3, expected, "m")));
    }

    @Test
    void errorsThatOldNodesHideBehindEioAreTranslated() {
        String frame =
                "{\"channel\":\"acheron\",\"type\":\"acheron.err_fs\",\"tag\":3,\"error\":{\"errno\":5,\"message\":\"DirNotEmpty\"}}";
        assertThat(FsCodec.decodeFromNode(frame))
                .isEqualTo(new Decoded.Ok<>(new FsFrame.Failed(3, Errno.ENOTEMPTY, "DirNotEmpty")));
    }

    static Stream<Arguments> rejected() {
        String hello = "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_hello\",\"tag\":1";
        String lookup = "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lookup\",\"tag\":1";
        // frame, tag of the answer, errno, whether the connection ends (spec fs-node 1.5, 2.4, 3, 6)
        return Stream.of(
                arguments("not json", null, Errno.EINVAL, true),
                arguments("[]", null, Errno.EINVAL, true),
                arguments("{\"type\":\"acheron.t_fs_hello\",\"tag\":1}", null, Errno.EINVAL, true),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_nothing\",\"tag\":1}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.fs_t_lookup\",\"tag\":1}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lookup\",\"tag\":\"1\"}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lookup\",\"tag\":-1}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lookup\",\"tag\":4294967296}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments(
                        lookup + ",\"node\":9223372036854775808,\"payload\":{\"name\":\"a\"}}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments(lookup + ",\"node\":1.0,\"payload\":{\"name\":\"a\"}}", null, Errno.EINVAL, true),
                arguments(lookup + ",\"tag\":2,\"node\":1,\"payload\":{\"name\":\"a\"}}", null, Errno.EINVAL, true),
                arguments(lookup + ",\"node\":1,\"payload\":{\"name\":\"\\ud800\"}}", null, Errno.EINVAL, true),
                arguments(lookup + ",\"id\":7,\"node\":1,\"payload\":{\"name\":\"a\"}}", null, Errno.EINVAL, true),
                arguments(
                        lookup + ",\"data_b64\":\"*\",\"node\":1,\"payload\":{\"name\":\"a\"}}",
                        null,
                        Errno.EINVAL,
                        true),
                arguments("{\"channel\":\"acheron\",\"type\":\"acheron.t_walk\",\"tag\":5}", 5L, Errno.EINVAL, false),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.r_fs_read\",\"tag\":5}", 5L, Errno.EINVAL, false),
                arguments(
                        "{\"channel\":\"control\",\"type\":\"control.ping\",\"id\":\"a\"}", null, Errno.EINVAL, false),
                arguments(lookup + ",\"payload\":{\"name\":\"a\"}}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1,\"payload\":[]}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1,\"payload\":{\"name\":5}}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1,\"payload\":{\"name\":\"..\"}}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1,\"payload\":{\"name\":\"a/b\"}}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1,\"payload\":{\"name\":\"a\\\\b\"}}", 1L, Errno.EINVAL, false),
                arguments(lookup + ",\"node\":1,\"payload\":{\"name\":\"a\\u0000\"}}", 1L, Errno.EINVAL, false),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lookup\",\"node\":1}",
                        0L,
                        Errno.EINVAL,
                        false),
                arguments(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_lock\",\"tag\":6,\"h\":1,\"payload\":{}}",
                        6L,
                        Errno.EINVAL,
                        false),
                arguments(hello + "}", 1L, Errno.EINVAL, true),
                arguments(hello + ",\"payload\":{\"proto\":2}}", 1L, Errno.EINVAL, true),
                arguments(hello + ",\"payload\":{\"protocol\":\"unified-v2-fs\",\"proto\":1}}", 1L, Errno.EINVAL, true),
                arguments(
                        hello + ",\"payload\":{\"protocol\":\"unified-v2-fs\",\"proto\":2,\"auth_token\":5}}",
                        1L,
                        Errno.EINVAL,
                        true),
                arguments(write("AAA"), 2L, Errno.EINVAL, false),
                arguments(write("AA AA"), 2L, Errno.EINVAL, false),
                arguments(write("A".repeat(1_398_108)), 2L, Errno.EINVAL, false));
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void whatIsWrongIsAnsweredAsThePageSays(
            String frame, @org.jspecify.annotations.Nullable Long tag, Errno errno, boolean closes) {
        assertThat(FsCodec.decodeRequest(frame)).isInstanceOfSatisfying(Decoded.Rejected.class, rejected -> {
            var failure = (FsFailure) rejected.error();
            assertThat(failure.tag()).isEqualTo(tag);
            assertThat(failure.errno()).isEqualTo(errno);
            assertThat(failure.closes()).isEqualTo(closes);
            assertThat(failure.message()).isNotBlank();
        });
    }

    @Test
    void membersThatNobodyKnowsAreIgnored() {
        assertThat(FsCodec.decodeRequest(
                        "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_getattr\",\"tag\":1,\"node\":2,"
                                + "\"future\":{\"a\":1},\"payload\":{\"more\":true}}"))
                .isEqualTo(new Decoded.Ok<>(new FsFrame.Request(1, null, new FsRequest.Getattr(2))));
    }

    @Test
    void aReplyThatLacksWhatItMustHaveIsRefusedAndDoesNotThrow() {
        for (FsOperation operation :
                List.of(FsOperation.LOOKUP, FsOperation.READDIRP, FsOperation.OPEN, FsOperation.READ)) {
            assertThat(FsCodec.decodeFromNode(
                            "{\"channel\":\"acheron\",\"type\":\"%s\",\"tag\":1,\"ok\":true,\"payload\":{}}"
                                    .formatted(operation.replyType())))
                    .as(operation.wireName())
                    .isInstanceOf(Decoded.Rejected.class);
        }
    }

    private static String write(String data) {
        return "{\"channel\":\"acheron\",\"type\":\"acheron.t_fs_write\",\"tag\":2,\"h\":1,\"payload\":{\"off\":0,\"data_b64\":\""
                + data + "\"}}";
    }
}
