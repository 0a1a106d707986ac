/** The frame around every page: who is logged in, where one can go, what is out of reach; and the assets. */
@NullMarked
package io.zonekeeper.orchestrator.layout;

import org.jspecify.annotations.NullMarked;
