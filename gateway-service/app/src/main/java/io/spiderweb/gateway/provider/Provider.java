package io.spiderweb.gateway.provider;

import java.util.function.Consumer;

/** Whoever writes the next piece of a conversation: a model behind an API, or one that is built in. */
public interface Provider {

    /** As it is chosen with {@code --provider}. */
    String name();

    /**
     * Asks for one round and hands over what comes, as it comes. Blocks until the round ends; the last event is one
     * {@link ProviderEvent.Completed} or {@link ProviderEvent.Failed}, which may come before any text or in the middle of it.
     * Whatever goes wrong with the provider is such an event, never an exception.
     *
     * @param events called on the calling thread; what it throws ends the round and is passed on
     * @throws InterruptedException if the caller's thread was interrupted: the way to cancel a round
     */
    void stream(ProviderRequest request, Consumer<ProviderEvent> events) throws InterruptedException;
}
