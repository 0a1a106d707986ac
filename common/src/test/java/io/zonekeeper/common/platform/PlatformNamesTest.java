package io.zonekeeper.common.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.wire.Heartbeat.AnnouncedPlatform;
import io.zonekeeper.common.wire.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformNamesTest {

    private static final PlatformNames BUILT_IN = PlatformNames.builtIn();

    @Test
    void findsAKeyByAnyNameIgnoringCase() {
        assertThat(List.of("cisco-ios", "ios", " IOSXE", "cisco_xe"))
                .allSatisfy(name -> assertThat(BUILT_IN.keyOf(name)).contains("cisco-ios"));
        assertThat(BUILT_IN.keyOf("noop")).contains("noop");
        assertThat(BUILT_IN.keyOf("no-such-platform")).isEmpty();
    }

    @Test
    void knowsWhatSomebodyMeant() {
        assertThat(BUILT_IN.nearest("routerso")).contains("routeros");
        assertThat(BUILT_IN.nearest("nothing-like-a-platform")).isEmpty();
    }

    @Test
    void takesUpWhatIsAnnounced() {
        PlatformNames names = BUILT_IN.with(List.of(
                new AnnouncedPlatform("house-os", null, "House OS", "hash", null, List.of("HouseOS")),
                new AnnouncedPlatform("cisco-ios", "Cisco", "Ours", "hash", null, List.of("ios"))));

        assertThat(names.keyOf("houseos")).contains("house-os");
        assertThat(names.keyOf("ios")).contains("cisco-ios");
        assertThat(names.keyOf("iosxe")).isEmpty();
    }

    @Test
    void anOlderCollectorAnnouncesNoAliases() {
        AnnouncedPlatform older = Json.MAPPER.readValue("""
                {"key": "house-os", "displayName": "House OS", "hash": "x"}
                """, AnnouncedPlatform.class);

        assertThat(older.aliases()).isEmpty();
        assertThat(BUILT_IN.with(List.of(older)).keyOf("house-os")).contains("house-os");
    }
}
