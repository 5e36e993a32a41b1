/** What nodes say of themselves and what they offer ({@code spec control 3.6}). */
@NullMarked
package io.spiderweb.control.services;

import org.jspecify.annotations.NullMarked;
