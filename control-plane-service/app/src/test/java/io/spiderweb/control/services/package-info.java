@NullMarked
package io.spiderweb.control.services;

import org.jspecify.annotations.NullMarked;
