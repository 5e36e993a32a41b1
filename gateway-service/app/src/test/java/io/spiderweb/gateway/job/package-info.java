@NullMarked
package io.spiderweb.gateway.job;

import org.jspecify.annotations.NullMarked;
