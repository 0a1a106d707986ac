package io.zonekeeper.common.setting;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Test only: takes a protection away, so that a check which watches over it can be seen to fail. Never for use: each loses or
 * doubles data. Off unless {@link #enable} has been called, once, by the process at its start.
 */
public enum TestSwitch {
    /** Collector: whoever asks for a device's lock has it. */
    NO_LOCK,
    /** Collector: a job's message is acknowledged before its work is done. */
    ACK_EARLY,
    /** Collector: asked to end, it ends at once and cuts off what is at work. */
    NO_DRAIN,
    /** Consumer: results are taken off the stream before they are committed. */
    XACK_EARLY,
    /** Consumer: a result that has been stored is stored again. */
    NO_DEDUPE,
    /** Consumer: entries that it or a dead consumer was given and did not finish are left alone. */
    NO_PENDING,
    /** Consumer: a version is noted as committed before it is. */
    GIT_NOTED_EARLY,
    /** Orchestrator: a schedule that another one is firing is fired as well, and a fire time may have several runs. */
    NO_SCHEDULE_CLAIM,
    /** Orchestrator: what another one has claimed and never sent is left alone. */
    NO_RECLAIM,
    /** Orchestrator: no attempt is ever taken for lost. */
    NO_RECONCILE,
    /** Orchestrator: that results wait in the stream keeps no attempt from being taken for lost. */
    NO_BACKLOG;

    /** Names of switches with commas between; no setting of the product. */
    public static final String NAMES = "ZONEKEEPER_TEST_UNSAFE";

    public static final String CONFIRMATION = "ZONEKEEPER_TEST_UNSAFE_CONFIRM";
    public static final String CONFIRMED = "this-loses-data";

    private static volatile Set<TestSwitch> on = Set.of();

    /**
     * Reads them from the environment.
     *
     * @return a line to be logged as an error, if any is on
     * @throws SettingException if one is named without the confirmation, or is unknown
     */
    public static Optional<String> enable(Map<String, String> environment) {
        String names = environment.getOrDefault(NAMES, "").strip();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        if (!CONFIRMED.equals(environment.get(CONFIRMATION))) {
            throw new SettingException(
                    "%s is \"%s\", which takes protections away and is for tests of Zonekeeper alone: unset it."
                            .formatted(NAMES, names));
        }
        Set<TestSwitch> named = EnumSet.noneOf(TestSwitch.class);
        for (String name : names.split(",")) {
            named.add(find(name.strip()));
        }
        on = named;
        return Optional.of("UNSAFE, FOR TESTS ALONE: without the protection of %s this process loses or doubles data."
                .formatted(names));
    }

    public boolean isOn() {
        return on.contains(this);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static TestSwitch find(String name) {
        return Arrays.stream(values())
                .filter(each -> each.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingException("%s names \"%s\": there are %s."
                        .formatted(
                                NAMES,
                                name,
                                Arrays.stream(values())
                                        .map(TestSwitch::wireName)
                                        .collect(Collectors.joining(", ")))));
    }
}
