package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.setting.SettingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "amqp://u:p@broker, broker:5672, /, u, p, false",
        "amqp://u:p@broker/, broker:5672, /, u, p, false",
        "amqp://guest:guest@localhost:5672//, localhost:5672, /, guest, guest, false",
        "amqp://u:p@broker:5673/%2F, broker:5673, /, u, p, false",
        "amqp://u:p@broker/zones, broker:5672, zones, u, p, false",
        "amqp://u:p%40%3Aq+r@broker/zones, broker:5672, zones, u, p@:q+r, false",
        "amqps://u:p@broker/zones, broker:5671, zones, u, p, true",
        "amqp://broker, broker:5672, /, guest, guest, false",
    })
    void readsTheFormsInUse(
            String text, String hostAndPort, String virtualHost, String user, String password, boolean tls) {
        AmqpAddress address = AmqpAddress.parse("X", text);
        assertThat(address.hostAndPort()).isEqualTo(hostAndPort);
        assertThat(address.virtualHost()).isEqualTo(virtualHost);
        assertThat(address.user()).isEqualTo(user);
        assertThat(address.password()).isEqualTo(password);
        assertThat(address.tls()).isEqualTo(tls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker:5672", "redis://u:secret@host", "amqp:///vhost", "amqp://u:sec ret@host", ""})
    void refusesAnythingElseWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> AmqpAddress.parse("ZONEKEEPER_AMQP_URL", text))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("ZONEKEEPER_AMQP_URL")
                .hasMessageContaining("amqp://user:password@host:port/vhost")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("sec ret");
    }

    @Test
    void showsNoPassword() {
        assertThat(AmqpAddress.parse("X", "amqp://u:canary@broker/zones").toString())
                .doesNotContain("canary");
    }
}
