package io.spiderweb.wire.acheron;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** The payload of an answer to {@link AcheronRequest} ({@code spec gateway 4.2}). */
public sealed interface AcheronReply {

    /** What the type of its frame ends with, such as {@code r_walk}. */
    String type();

    /**
     * What names a file.
     *
     * @param path a number that belongs to it for as long as the connection lasts
     * @param type {@code dir} or {@code file}
     */
    record Qid(long path, String type) {}

    /** @param msize the largest frame that is accepted, in bytes */
    record Version(long msize, String version) implements AcheronReply {
        @Override
        public String type() {
            return "r_version";
        }
    }

    record Attached(Qid qid) implements AcheronReply {
        @Override
        public String type() {
            return "r_attach";
        }
    }

    record Walked(Qid qid, int walked) implements AcheronReply {
        @Override
        public String type() {
            return "r_walk";
        }
    }

    record Opened(Qid qid, int iounit) implements AcheronReply {
        @Override
        public String type() {
            return "r_open";
        }
    }

    /** @param dataB64 written as standard base64 */
    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    record Data(byte[] dataB64, int n, boolean eof) implements AcheronReply {
        @Override
        public String type() {
            return "r_read";
        }
    }

    /** @param job the others are there only if the write has started a chat job */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Written(
            int n,
            @Nullable String job,
            @Nullable String resultPath,
            @Nullable String correlationId) implements AcheronReply {
        @Override
        public String type() {
            return "r_write";
        }
    }

    /**
     * @param kind {@code dir} or {@code file}
     * @param mode as {@code st_mode} has it
     */
    record Stat(long id, String name, String kind, long size, int mode, boolean writable) implements AcheronReply {
        @Override
        public String type() {
            return "r_stat";
        }
    }

    record Clunked() implements AcheronReply {
        @Override
        public String type() {
            return "r_clunk";
        }
    }

    record Flushed() implements AcheronReply {
        @Override
        public String type() {
            return "r_flush";
        }
    }
}
