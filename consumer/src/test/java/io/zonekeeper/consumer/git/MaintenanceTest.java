package io.zonekeeper.consumer.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.Constants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packs hold what no commit leads to: a collection of garbage takes that out of them, joining does not. */
class MaintenanceTest {

    private static final int FEW_FILES = 10;
    private static final int MANY_FILES = 1_000_000;

    private final Maintenance maintenance =
            new Maintenance(Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC));

    @TempDir
    private Path directory;

    private ConfigRepository repository;
    private int blobs;

    @BeforeEach
    void open() throws IOException, GitException {
        repository = ConfigRepository.open(directory.resolve("configs.git"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void fewPacksAreLeftAlone() throws Exception {
        writePacks(49);
        maintenance.whileBusy(repository);
        maintenance.whenIdle(repository, FEW_FILES);
        assertThat(repository.packCount()).isEqualTo(49);
    }

    @Test
    void manyAreJoinedInTheMidstOfWork() throws Exception {
        writePacks(50);
        maintenance.whileBusy(repository);
        assertThat(repository.packCount()).isEqualTo(1);
        assertThat(repository.objectCount()).isEqualTo(blobs);
    }

    @Test
    void theyArePackedAnewInIdleTimeAndNotAgainForHours() throws Exception {
        writePacks(50);
        maintenance.whenIdle(repository, FEW_FILES);
        assertThat(repository.objectCount()).isZero();
        writePacks(50);
        maintenance.whenIdle(repository, FEW_FILES);
        assertThat(repository.packCount()).isEqualTo(1);
        assertThat(repository.objectCount()).isEqualTo(50);
    }

    @Test
    void thoseJoinedMeanwhileCount() throws Exception {
        writePacks(50);
        maintenance.whileBusy(repository);
        maintenance.whenIdle(repository, FEW_FILES);
        assertThat(repository.objectCount()).isZero();
    }

    @Test
    void whereThatWouldTakeMinutesTheyAreOnlyJoined() throws Exception {
        writePacks(50);
        maintenance.whenIdle(repository, MANY_FILES);
        assertThat(repository.packCount()).isEqualTo(1);
        assertThat(repository.objectCount()).isEqualTo(50);
    }

    private void writePacks(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (NewPack pack = repository.newPack()) {
                pack.insert(Constants.OBJ_BLOB, ("blob " + blobs++).getBytes(StandardCharsets.UTF_8));
                pack.write();
            }
        }
    }
}
