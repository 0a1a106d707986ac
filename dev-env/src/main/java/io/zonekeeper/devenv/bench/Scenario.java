package io.zonekeeper.devenv.bench;

/** Something to measure, with services that hold nothing else. */
interface Scenario {

    String name();

    /** Warms up, measures as often as planned, and leaves nothing running that it started itself. */
    Figures measure(Site site, Plan plan) throws Exception;
}
