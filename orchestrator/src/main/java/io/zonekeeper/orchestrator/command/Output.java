package io.zonekeeper.orchestrator.command;

/** How a result is written; in the words of the command line. */
enum Output {
    table,
    json
}
