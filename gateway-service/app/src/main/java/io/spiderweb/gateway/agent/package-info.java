/** Which agents a client may know of, and its conversations with them ({@code spec later-clients}). */
@NullMarked
package io.spiderweb.gateway.agent;

import org.jspecify.annotations.NullMarked;
