package io.spiderweb.gateway.job;

/**
 * What a job has produced; both are empty before it ended.
 *
 * @param result the answer, or why there is none
 * @param log the frames of its turn, one JSON document per line
 */
public record JobTexts(String result, String log) {

    static final JobTexts EMPTY = new JobTexts("", "");
}
