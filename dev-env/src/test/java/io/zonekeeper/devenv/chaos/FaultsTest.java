package io.zonekeeper.devenv.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.devenv.stack.Installation;
import io.zonekeeper.devenv.stack.Services;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of the fault runs that needs no service to be killed, once each and with fewer devices. */
class FaultsTest {

    private static final int DEVICES = 200;
    private static final int SLOTS = 60;
    private static final int SESSIONS = 50;
    private static final int UNSTORED = 20;

    private static Scene scene;
    private static Trials trials;

    @BeforeAll
    static void begin() throws Exception {
        Path folder = Path.of("target", "chain", "faults-" + Instant.now().toEpochMilli());
        scene = new Scene(
                Installation.ofClone(Path.of("..")),
                Services.of(System.getenv()),
                folder,
                new Scene.Plan(DEVICES, SLOTS, 2, "", 1));
        trials = new Trials(scene, SESSIONS, UNSTORED);
        assertThat(trials.runWithoutFault().broken()).isEmpty();
    }

    @AfterAll
    static void end() throws Exception {
        scene.close();
    }

    @ParameterizedTest
    @MethodSource("io.zonekeeper.devenv.chaos.Faults#ofProcesses")
    void nothingIsLostOrDoubled(Fault fault) throws Exception {
        assertThat(trials.run(fault, 1).broken()).isEmpty();
    }
}
