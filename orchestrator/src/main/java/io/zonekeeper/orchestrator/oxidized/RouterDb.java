package io.zonekeeper.orchestrator.oxidized;

import io.zonekeeper.common.platform.PlatformNames;
import java.util.ArrayList;
import java.util.List;

/** Reads the text of an Oxidized {@code router.db}: one device a line. */
public final class RouterDb {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * Every line that is neither blank nor a comment, in its order.
     *
     * @param names the platforms models are mapped to
     */
    public static List<RouterDbLine> read(String text, OxidizedConfig config, PlatformNames names) {
        List<RouterDbLine> lines = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) withoutMark(text).lines()::iterator) {
            number++;
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                lines.add(new RouterDbRow(number, config.split(line), config, names).read());
            }
        }
        return lines;
    }

    private static String withoutMark(String text) {
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private RouterDb() {}
}
