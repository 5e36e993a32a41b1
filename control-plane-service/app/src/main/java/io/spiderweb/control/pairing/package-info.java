/**
 * How a machine becomes a node, and stops being one: invites that are used once, requests that somebody approves, joins and
 * removals ({@code spec control 3.6, 4.3}).
 */
@NullMarked
package io.spiderweb.control.pairing;

import org.jspecify.annotations.NullMarked;
