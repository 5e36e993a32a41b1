/** Directories page by page: pages of one listing neither skip nor repeat an entry (spec fs-node 6.4). */
@NullMarked
package io.spiderweb.node.listing;

import org.jspecify.annotations.NullMarked;
