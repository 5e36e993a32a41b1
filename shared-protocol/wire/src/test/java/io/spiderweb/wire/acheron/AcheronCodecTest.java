package io.spiderweb.wire.acheron;

import static org.assertj.core.api.Assertions.assertThat;

import io.spiderweb.wire.Decoded;
import io.spiderweb.wire.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Frames as {@code spec gateway 4} shows them. */
class AcheronCodecTest {

    @Test
    void aRequestIsReadWithItsDefaults() {
        assertThat(request("'type':'acheron.t_version','version':'acheron-1'"))
                .isEqualTo(new AcheronRequest.Version("acheron-1", 1_048_576));
        assertThat(request("'type':'acheron.t_walk','fid':1,'newfid':2,'path':['agents','self']"))
                .isEqualTo(new AcheronRequest.Walk(1, 2, List.of("agents", "self")));
        assertThat(request("'type':'acheron.t_walk','fid':4294967295,'newfid':0"))
                .isEqualTo(new AcheronRequest.Walk(4_294_967_295L, 0, List.of()));
        assertThat(request("'type':'acheron.t_open','fid':1")).isEqualTo(new AcheronRequest.Open(1, "r"));
        assertThat(request("'type':'acheron.t_read','fid':1")).isEqualTo(new AcheronRequest.Read(1, 0, 65_536));
    }

    @Test
    void dataInBase64IsPreferredToText() {
        assertThat(data("'type':'acheron.t_write','fid':1,'data':'text'")).isEqualTo("text");
        assertThat(data("'type':'acheron.t_write','fid':1,'data':'text','data_b64':'aGk='"))
                .isEqualTo("hi");
    }

    @Test
    void theCorrelationIdIsPreferredToTheId() {
        assertThat(frame("'type':'acheron.t_flush','tag':7,'id':'i','correlation_id':'c','session_key':'s'"))
                .isEqualTo(new AcheronFrame(7L, "s", "c", new AcheronRequest.Flush()));
        assertThat(frame("'type':'acheron.t_flush','id':'i'"))
                .isEqualTo(new AcheronFrame(null, null, "i", new AcheronRequest.Flush()));
    }

    @Test
    void whatIsMissingOrNotServedIsAnErrorWithTheTag() {
        assertThat(error("'type':'acheron.t_attach','tag':20")).isEqualTo(ErrorCode.INVALID);
        assertThat(error("'type':'acheron.t_walk','tag':20,'fid':1")).isEqualTo(ErrorCode.INVALID);
        assertThat(error("'type':'acheron.t_write','tag':20,'fid':1")).isEqualTo(ErrorCode.INVALID);
        assertThat(error("'type':'acheron.t_fs_read','tag':20,'fid':1")).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(error("'type':'acheron.r_walk','tag':20")).isEqualTo(ErrorCode.UNSUPPORTED);
    }

    @Test
    void otherChannelsAndWrongEnvelopesAreNotOfThisFamily() {
        assertThat(AcheronCodec.decode("{\"channel\":\"control\",\"type\":\"control.ping\"}"))
                .isEmpty();
        assertThat(decode("'type':'acheron.t_stat','fid':1.0")).isEmpty();
        assertThat(decode("'type':'acheron.t_stat','fid':-1")).isEmpty();
        assertThat(decode("'type':'acheron.t_walk','path':[1]")).isEmpty();
        assertThat(AcheronCodec.decode("not JSON")).isEmpty();
    }

    @Test
    void anAnswerIsWrittenAsRecorded() {
        assertThat(AcheronCodec.encode(9L, new AcheronReply.Opened(new AcheronReply.Qid(31, "file"), 65_536)))
                .isEqualTo("{'channel':'acheron','type':'acheron.r_open','tag':9,'ok':true,'payload':"
                        .concat("{'qid':{'path':31,'type':'file'},'iounit':65536}}")
                        .replace('\'', '"'));
        assertThat(AcheronCodec.encode(null, new AcheronReply.Data("hi".getBytes(StandardCharsets.UTF_8), 2, true)))
                .isEqualTo("{'channel':'acheron','type':'acheron.r_read','ok':true,'payload':"
                        .concat("{'data_b64':'aGk=','n':2,'eof':true}}")
                        .replace('\'', '"'));
        assertThat(AcheronCodec.encode(1L, new AcheronReply.Written(0, null, null, null)))
                .endsWith("\"payload\":{\"n\":0}}");
        assertThat(AcheronCodec.encode(new AcheronError(9L, ErrorCode.EPERM, "file is read-only")))
                .isEqualTo("{'channel':'acheron','type':'acheron.error','tag':9,'ok':false,'error':"
                        .concat("{'code':'eperm','message':'file is read-only'}}")
                        .replace('\'', '"'));
    }

    private static Optional<Decoded<AcheronFrame, AcheronError>> decode(String members) {
        return AcheronCodec.decode(("{'channel':'acheron'," + members + "}").replace('\'', '"'));
    }

    private static AcheronFrame frame(String members) {
        return decode(members).orElseThrow().fold(frame -> frame, error -> {
            throw new AssertionError(error);
        });
    }

    private static AcheronRequest request(String members) {
        return frame(members).request();
    }

    private static String data(String members) {
        return new String(((AcheronRequest.Write) request(members)).data(), StandardCharsets.UTF_8);
    }

    private static ErrorCode error(String members) {
        return decode(members)
                .orElseThrow()
                .fold(
                        frame -> {
                            throw new AssertionError(frame);
                        },
                        error -> {
                            assertThat(error.tag()).isEqualTo(20L);
                            return error.code();
                        });
    }
}
