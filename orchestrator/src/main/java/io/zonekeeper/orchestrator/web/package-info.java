/** How requests are answered: problems as RFC 9457, pages of lists, merging of changes. */
@NullMarked
package io.zonekeeper.orchestrator.web;

import org.jspecify.annotations.NullMarked;
