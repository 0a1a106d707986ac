package io.zonekeeper.collector.run;

import io.zonekeeper.common.job.DeviceAccess;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The secrets of one access, and what is shown in their place. */
final class Secrets {

    static final String MASK = "*****";

    private final List<String> longestFirst;

    Secrets(DeviceAccess access) {
        longestFirst = Stream.of(access.password(), access.enableSecret(), access.passphrase())
                .filter(Objects::nonNull)
                .filter(secret -> !secret.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String mask(String text) {
        String masked = text;
        for (String secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    /** Masks a text that goes on elsewhere, without the beginning of a secret at its end. */
    String maskBeforeCut(String text) {
        int end = text.length();
        for (String secret : longestFirst) {
            for (int length = Math.min(secret.length() - 1, text.length()); length > 0; length--) {
                if (text.endsWith(secret.substring(0, length))) {
                    end = Math.min(end, text.length() - length);
                    break;
                }
            }
        }
        return mask(text.substring(0, end));
    }

    /** Masks a text that began elsewhere, without the end of a secret at its beginning. */
    String maskAfterCut(String text) {
        int start = 0;
        for (String secret : longestFirst) {
            for (int length = Math.min(secret.length() - 1, text.length()); length > 0; length--) {
                if (text.startsWith(secret.substring(secret.length() - length))) {
                    start = Math.max(start, length);
                    break;
                }
            }
        }
        return mask(text.substring(start));
    }

    @Override
    public String toString() {
        return "Secrets[%d]".formatted(longestFirst.size());
    }
}
