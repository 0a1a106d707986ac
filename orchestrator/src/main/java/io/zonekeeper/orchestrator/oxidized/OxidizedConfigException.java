package io.zonekeeper.orchestrator.oxidized;

/** The configuration of an Oxidized server cannot be used. The message is a sentence for the user and holds no secret. */
public final class OxidizedConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    OxidizedConfigException(String sentence) {
        super(sentence);
    }

    OxidizedConfigException(int line, String sentence) {
        super("Line %d of the configuration: %s".formatted(line, sentence));
    }
}
