package io.zonekeeper.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.common.wire.GroupName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorSettingsTest {

    private static final GroupName DMZ = new GroupName("dmz");
    private static final GroupName LAB = new GroupName("lab");
    private static final String KEY = GroupPrivateKey.generate().text();

    @TempDir
    private Path directory;

    private static CollectorSettings read(Map<String, String> variables, GroupName... groups) {
        return CollectorSettings.read(new Environment(variables), List.of(groups), 50, Optional.empty());
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = new HashMap<>(Map.of("ZONEKEEPER_GROUP_KEYS", "dmz=" + KEY));
        variables.put(name, value);
        return variables;
    }

    @Test
    void defaults() {
        CollectorSettings settings = read(Map.of("ZONEKEEPER_GROUP_KEYS", "dmz=" + KEY), DMZ);
        assertThat(settings.amqp()).hasToString("localhost:5672");
        assertThat(settings.amqp().user()).isEqualTo("guest");
        assertThat(settings.amqp().vhost()).isEqualTo("/");
        assertThat(settings.redisUrl()).isEqualTo("redis://localhost:6379/1");
        assertThat(settings.resultsStream()).isEqualTo("device:results");
        assertThat(settings.streamHighWater()).isEqualTo(20_000);
        assertThat(settings.sessionMemory()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
        assertThat(settings.platformsDirectory()).isEmpty();
        assertThat(settings.instance()).contains("-" + ProcessHandle.current().pid() + "-");
    }

    @Test
    void namesOfAllSettings() {
        assertThat(CollectorSettings.ALL)
                .extracting(Setting::name)
                .containsExactly(
                        "ZONEKEEPER_AMQP_URL",
                        "ZONEKEEPER_REDIS_URL",
                        "ZONEKEEPER_RESULTS_STREAM",
                        "ZONEKEEPER_GROUP_KEYS",
                        "ZONEKEEPER_INSTANCE",
                        "ZONEKEEPER_PLATFORMS_DIR",
                        "ZONEKEEPER_STREAM_HIGH_WATER",
                        "ZONEKEEPER_SESSION_MEMORY");
    }

    @Test
    void everySettingIsRead() {
        assertThat(read(with("ZONEKEEPER_AMQP_URL", "amqps://u:p%40ss@mq.example/zone"), DMZ)
                        .amqp())
                .satisfies(amqp -> {
                    assertThat(amqp.tls()).isTrue();
                    assertThat(amqp.port()).isEqualTo(5671);
                    assertThat(amqp.password()).isEqualTo("p@ss");
                    assertThat(amqp.vhost()).isEqualTo("zone");
                });
        assertThat(read(with("ZONEKEEPER_REDIS_URL", "redis://r:1/0"), DMZ).redisUrl())
                .isEqualTo("redis://r:1/0");
        assertThat(read(with("DEVICEVAULT_RESULTS_STREAM", "other"), DMZ).resultsStream())
                .isEqualTo("other");
        assertThat(read(with("ZONEKEEPER_INSTANCE", "c1"), DMZ).instance()).isEqualTo("c1");
        assertThat(read(with("ZONEKEEPER_PLATFORMS_DIR", "/p"), DMZ).platformsDirectory())
                .contains(Path.of("/p"));
        assertThat(read(with("ZONEKEEPER_STREAM_HIGH_WATER", "7"), DMZ).streamHighWater())
                .isEqualTo(7);
        assertThat(read(with("ZONEKEEPER_SESSION_MEMORY", "2000000"), DMZ).sessionMemory())
                .isEqualTo(2_000_000);
    }

    @Test
    void aGroupWithoutAKeyIsNamed() {
        assertThatThrownBy(() -> read(Map.of("ZONEKEEPER_GROUP_KEYS", "dmz=" + KEY), DMZ, LAB))
                .isInstanceOf(SettingException.class)
                .hasMessageStartingWith("There is no key of group lab in ZONEKEEPER_GROUP_KEYS");
    }

    @Test
    void aDamagedKeyIsNamedByItsLineAndNotShown() {
        assertThatThrownBy(() -> read(Map.of("ZONEKEEPER_GROUP_KEYS", "dmz=zk1.s3cret"), DMZ))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("Line 1")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aKeyFileOpenToOthersIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("keys"), "dmz=" + KEY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        Map<String, String> variables = Map.of("ZONEKEEPER_GROUP_KEYS_FILE", file.toString());
        assertThatThrownBy(() -> read(variables, DMZ))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("run chmod 0400 " + file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(read(variables, DMZ).keyring().groups()).containsExactly(DMZ);
    }

    @Test
    void aMalformedAddressIsNotShown() {
        assertThatThrownBy(() -> read(with("ZONEKEEPER_AMQP_URL", "http://u:s3cret@h"), DMZ))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("ZONEKEEPER_AMQP_URL is no address of RabbitMQ")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void everyGroupNeedsASlot() {
        Environment environment = new Environment(Map.of("ZONEKEEPER_GROUP_KEYS", "dmz=" + KEY + "\nlab=" + KEY));
        assertThatThrownBy(() -> CollectorSettings.read(environment, List.of(DMZ, LAB), 1, Optional.empty()))
                .isInstanceOf(SettingException.class)
                .hasMessage("--slots is 1: write a number from 2, one for each group, to 2000.");
    }

    @Test
    void toStringShowsNoSecret() {
        CollectorSettings settings = read(with("ZONEKEEPER_REDIS_URL", "redis://:s3cret@r:1/0"), DMZ);
        assertThat(settings.toString()).doesNotContain("s3cret", KEY);
        assertThat(read(with("ZONEKEEPER_AMQP_URL", "amqp://u:s3cret@h"), DMZ).toString())
                .doesNotContain("s3cret");
    }
}
