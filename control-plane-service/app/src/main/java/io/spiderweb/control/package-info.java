/**
 * The control plane: who may connect, which nodes there are, what each project mounts, and who works where.
 *
 * <p>The rooms: {@code state} (what is stored, and how it is changed), {@code sealing} (how it is encrypted), {@code backup} and
 * {@code migration} (the whole of it, out and in), {@code auth} (who a bearer speaks for), {@code pairing}
 * (invites and joins), {@code leases} (which nodes are alive), {@code services} (what nodes offer), {@code projects} (projects
 * and their mounts), {@code reconcile} (how far all projects are from what they want), {@code workspace} (what a project's
 * workspace should be and is), {@code sessions} (bindings of one connection), {@code connections} (which are open),
 * {@code topology} (pushes), {@code timers} (what one replica does for all), {@code endpoint} (the WebSocket), {@code audit} (who
 * did what), {@code metrics}. The endpoint knows all of them, and none of them knows the endpoint.
 */
@NullMarked
package io.spiderweb.control;

import org.jspecify.annotations.NullMarked;
