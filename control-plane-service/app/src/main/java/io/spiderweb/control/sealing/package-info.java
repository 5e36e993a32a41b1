/**
 * The state at rest: with a key, the content of every stored document is sealed (AES-256-GCM) for its place, under a ring of one
 * current key and the previous ones; ids stay readable ({@code spec control 6.3}, ADR 23).
 */
@NullMarked
package io.spiderweb.control.sealing;

import org.jspecify.annotations.NullMarked;
