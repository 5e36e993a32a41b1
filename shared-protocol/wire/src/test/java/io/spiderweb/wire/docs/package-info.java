/** Pages and documents that are made from the code, and the tests that keep them up to date. */
@org.jspecify.annotations.NullMarked
package io.spiderweb.wire.docs;
