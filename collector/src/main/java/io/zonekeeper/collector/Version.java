package io.zonekeeper.collector;

import java.util.Optional;
import picocli.CommandLine;

/** The release, as the jar says. */
final class Version implements CommandLine.IVersionProvider {

    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Zonekeeper collector " + text()};
    }
}
