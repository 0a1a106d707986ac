package io.zonekeeper.devenv.fleet;

/** What Cisco IOS says about itself besides its configuration. */
final class CiscoFacts {

    private CiscoFacts() {}

    static String version(String hostname) {
        return """
                Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E4, RELEASE SOFTWARE (fc2)
                ROM: Bootstrap program is C2960X boot loader
                %s uptime is 12 weeks, 3 days, 4 hours, %d minutes
                System image file is "flash:/c2960x-universalk9-mz.152-7.E4.bin"
                cisco WS-C2960X-48TS-L (APM86XXX) processor (revision V02) with 524288K bytes of memory.
                Processor board ID FOC%08X
                Configuration register is 0xF
                """.formatted(hostname, System.nanoTime() / 60_000_000_000L % 60, hostname.hashCode());
    }

    static String inventory(String hostname) {
        return """
                NAME: "1", DESCR: "WS-C2960X-48TS-L"
                PID: WS-C2960X-48TS-L  , VID: V02  , SN: FOC%08X

                """.formatted(hostname.hashCode());
    }

    static String vtp() {
        return """
                VTP Version capable             : 1 to 3
                VTP version running             : 1
                VTP Domain Name                 :
                VTP Operating Mode              : Transparent
                Number of existing VLANs        : 12
                """;
    }
}
