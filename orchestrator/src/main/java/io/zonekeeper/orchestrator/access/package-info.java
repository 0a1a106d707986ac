/** Who may do what: users, roles, tokens, the first set-up, logins and the audit. */
@NullMarked
package io.zonekeeper.orchestrator.access;

import org.jspecify.annotations.NullMarked;
