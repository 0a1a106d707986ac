package io.zonekeeper.common.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TestSwitchTest {

    @Test
    void allAreOffUnlessNamed() {
        assertThat(TestSwitch.enable(Map.of())).isEmpty();
        assertThat(TestSwitch.values()).noneMatch(TestSwitch::isOn);
    }

    @Test
    void noneIsTakenWithoutTheConfirmation() {
        assertThatThrownBy(() -> TestSwitch.enable(Map.of(TestSwitch.NAMES, "no-lock")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("for tests of Zonekeeper alone");
        assertThat(TestSwitch.NO_LOCK.isOn()).isFalse();
    }

    @Test
    void anUnknownNameIsNoSwitch() {
        assertThatThrownBy(() -> TestSwitch.enable(
                        Map.of(TestSwitch.NAMES, "no-brakes", TestSwitch.CONFIRMATION, TestSwitch.CONFIRMED)))
                .hasMessageContaining("no-brakes")
                .hasMessageContaining("no-lock");
    }
}
