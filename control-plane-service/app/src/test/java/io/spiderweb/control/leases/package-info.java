@NullMarked
package io.spiderweb.control.leases;

import org.jspecify.annotations.NullMarked;
