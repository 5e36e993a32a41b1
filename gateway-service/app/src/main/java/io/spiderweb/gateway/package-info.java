/**
 * The gateway: the front door of Spiderweb. Clients reach projects (room {@code control}), sessions ({@code session}) and agents
 * ({@code agent}, {@code turn}, {@code provider}, {@code tool}, {@code job}, {@code acheron}) over one WebSocket ({@code endpoint}). This room starts it and wires it up.
 */
@NullMarked
package io.spiderweb.gateway;

import org.jspecify.annotations.NullMarked;
