package io.zonekeeper.collector.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.result.FailureKind;
import org.junit.jupiter.api.Test;

class NoopPluginTest {

    private final ScriptedVisit visit = new ScriptedVisit(ScriptedSession.whole(new ScriptedRouter()));
    private final NoopPlugin plugin = new NoopPlugin();

    @Test
    void isTheSameAtEachVisitUnlessToldToChange() throws SessionException {
        assertThat(plugin.backup(visit).compareSha256())
                .isEqualTo(plugin.backup(visit).compareSha256());

        visit.parameters.put("change", "true");

        assertThat(plugin.backup(visit).compareSha256())
                .isNotEqualTo(plugin.backup(visit).compareSha256());
    }

    @Test
    void hasTheSizeAskedFor() throws SessionException {
        visit.parameters.put("bytes", "100000");

        assertThat(plugin.backup(visit).config()).hasSize(100_000).endsWith((byte) '\n');
    }

    @Test
    void refusesASizeItCannotMake() {
        visit.parameters.put("bytes", "many");
        assertThatThrownBy(() -> plugin.backup(visit))
                .hasMessage("The parameter \"bytes\" is \"many\": write a whole number.");

        visit.parameters.put("bytes", "1000000000");
        assertThatThrownBy(() -> plugin.backup(visit))
                .isInstanceOfSatisfying(
                        SessionException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.TOO_LARGE));
    }
}
