package io.spiderweb.wire;

import java.util.function.Function;

/**
 * The outcome of decoding a frame: the message, or the error that answers it.
 *
 * @param <T> the message
 * @param <E> the family's error
 */
public sealed interface Decoded<T, E> {

    record Ok<T, E>(T value) implements Decoded<T, E> {}

    record Rejected<T, E>(E error) implements Decoded<T, E> {}

    default <R> R fold(Function<? super T, ? extends R> ok, Function<? super E, ? extends R> rejected) {
        return switch (this) {
            case Ok<T, E>(T value) -> ok.apply(value);
            case Rejected<T, E>(E error) -> rejected.apply(error);
        };
    }
}
