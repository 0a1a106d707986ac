/** What the pages have in common: forms, how values are shown, what is said when something fails. */
@NullMarked
package io.zonekeeper.orchestrator.page;

import org.jspecify.annotations.NullMarked;
