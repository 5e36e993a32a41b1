/** The page of all settings, made from the command lines and the configuration mappings themselves. */
@NullMarked
package io.spiderweb.stack.settings;

import org.jspecify.annotations.NullMarked;
