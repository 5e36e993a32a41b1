/** The chat completions of OpenAI and of the many servers that are compatible with them ({@code spec providers-and-config 6.2}). */
@NullMarked
package io.spiderweb.gateway.provider.openai;

import org.jspecify.annotations.NullMarked;
