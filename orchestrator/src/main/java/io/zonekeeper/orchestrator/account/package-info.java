/** The pages of users, tokens and the audit. */
@NullMarked
package io.zonekeeper.orchestrator.account;

import org.jspecify.annotations.NullMarked;
