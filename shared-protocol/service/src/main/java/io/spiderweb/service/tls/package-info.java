/** TLS on the port of a service, by two settings. */
@NullMarked
package io.spiderweb.service.tls;

import org.jspecify.annotations.NullMarked;
