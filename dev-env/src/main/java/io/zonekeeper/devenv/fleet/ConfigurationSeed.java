package io.zonekeeper.devenv.fleet;

import java.time.Instant;
import java.util.SplittableRandom;

/**
 * What a configuration is made from.
 *
 * @param visit and {@code now} reach only lines that differ each time on real devices
 */
record ConfigurationSeed(String name, long seed, int revision, int bytes, long visit, Instant now) {

    /** The same numbers each time. */
    SplittableRandom random() {
        return new SplittableRandom(seed * 1_000_003 + name.hashCode());
    }

    /** Letters and digits as in a secret. */
    static String secret(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(Character.forDigit(random.nextInt(36), 36));
        }
        return text.toString();
    }
}
