package io.zonekeeper.orchestrator.command;

import picocli.CommandLine.Option;

/** Whether a result is written for people or for programs. */
final class OutputOption {

    /** In the words of the command line. */
    private enum Form {
        table,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Form form = Form.table;

    boolean isJson() {
        return form == Form.json;
    }
}
