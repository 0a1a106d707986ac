package io.zonekeeper.devenv.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the fault runs that needs no service to be killed; a collector's death has a test of its own. */
class ProcessDeathTest {

    private static final int DEVICES = 150;
    private static final int SLOTS = 60;
    private static final long SEED = 1;

    @ParameterizedTest
    @ValueSource(strings = {"kill-consumer", "kill-orchestrator"})
    void nothingIsLostOrDoubledWhenAProcessIsKilledAmidARun(String name) throws Exception {
        Fault fault = Faults.ofProcesses().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Scene.Plan plan = new Scene.Plan(DEVICES, SLOTS, 1, Map.of(), "", SEED);
        Path folder = Path.of("target", "chain", name + "-" + Instant.now().toEpochMilli());
        try (Scene scene = new Scene(Installation.ofClone(Path.of("..")), Services.of(System.getenv()), folder, plan)) {
            List<String> broken = new Trials(scene, 40, 10).run(fault, 1).broken();
            assertThat(broken).isEmpty();
        }
    }
}
