package io.zonekeeper.devenv.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.devenv.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {

    @Test
    void everyScenarioRunsAndReports() throws IOException {
        Path folder = Path.of("target", "bench");
        Path jars = Files.createDirectories(folder.resolve("jars"));
        Installation built = Installation.ofClone(Path.of(".."));
        for (Path jar : List.of(built.orchestrator(), built.collector(), built.consumer())) {
            Files.copy(jar, jars.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }

        int exitCode = Bench.run("--quick", "--folder", folder.toString(), "--pids", folder.toString());

        assertThat(exitCode).isZero();
        assertThat(folder.resolve("bench.json"))
                .content()
                .contains(
                        "backups/s",
                        "jobs/s",
                        "cycle / ideal",
                        "sessions peak MB",
                        "jobs durable s",
                        "changed results/s");
    }
}
