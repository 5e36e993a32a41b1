/** Chat jobs: turns whose outcome is kept for a day, so that whoever asked may come back for it ({@code spec gateway 6}). */
@NullMarked
package io.spiderweb.gateway.job;

import org.jspecify.annotations.NullMarked;
