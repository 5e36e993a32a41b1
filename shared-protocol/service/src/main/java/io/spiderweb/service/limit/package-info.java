/** How often others may do what costs us something. */
@NullMarked
package io.spiderweb.service.limit;

import org.jspecify.annotations.NullMarked;
