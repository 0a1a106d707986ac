package io.zonekeeper.consumer.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackJoinTest {

    private final Folder folder = new Folder(FileMode.REGULAR_FILE, Comparator.naturalOrder());
    private final Map<ObjectId, byte[]> written = new LinkedHashMap<>();
    private final Random random = new Random(3);

    @TempDir
    private Path directory;

    private ConfigRepository repository;
    private Path packs;

    @BeforeEach
    void open() throws IOException, GitException {
        repository = ConfigRepository.open(directory.resolve("configs.git"));
        packs = directory.resolve("configs.git").resolve("objects/pack");
        for (int device = 0; device < 30; device++) {
            folder.put("device-" + device, ObjectId.fromRaw(bytes(Constants.OBJECT_ID_LENGTH)));
        }
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void everyObjectIsWhatItWasAndThereIsOnePack() throws IOException {
        for (int i = 0; i < 12; i++) {
            writePack(1 + i % 5);
        }
        assertThat(repository.packCount()).isEqualTo(12);
        repository.join();

        assertThat(repository.packCount()).isEqualTo(1);
        assertThat(repository.objectCount()).isEqualTo(written.size());
        assertAllReadable();
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void aPackMuchLargerThanAllOthersStaysAlone() throws IOException {
        writePack(2_000);
        List<Path> large = packFiles();
        writePack(1);
        writePack(1);
        writePack(2);
        repository.join();

        assertThat(packFiles()).hasSize(2).containsAll(large);
        assertAllReadable();
    }

    @Test
    void oneThatGrewLikeTheOthersIsJoinedAgain() throws IOException {
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 10; i++) {
                writePack(2);
            }
            repository.join();
        }
        assertThat(repository.packCount()).isLessThanOrEqualTo(2);
        assertAllReadable();
    }

    @Test
    void whatAProcessDidNotLiveToDeleteGoesTheNextTime() throws IOException {
        writePack(3);
        writePack(3);
        Map<Path, byte[]> before = contents();
        repository.join();
        for (Map.Entry<Path, byte[]> file : before.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        assertThat(repository.packCount()).isEqualTo(3);
        repository.join();

        assertThat(repository.packCount()).isEqualTo(1);
        assertAllReadable();
    }

    @Test
    void aPackThatSharesAPartWithOthersStaysAsItIs() throws IOException {
        ObjectId shared = writePack(1);
        byte[] content = written.get(shared);
        Map<Path, byte[]> first = contents();
        for (Path file : first.keySet()) {
            Files.delete(file);
        }
        repository.jgit().getObjectDatabase().close();
        try (NewPack pack = repository.newPack()) {
            pack.insert(Constants.OBJ_BLOB, content);
            insertBlob(pack);
            insertBlob(pack);
            pack.write();
        }
        for (Map.Entry<Path, byte[]> file : first.entrySet()) {
            Files.write(file.getKey(), file.getValue());
        }
        repository.jgit().getObjectDatabase().close();
        repository.join();

        assertThat(repository.packCount()).isEqualTo(2);
        assertAllReadable();
    }

    @Test
    void whatSomebodyKeepsIsLeftAlone() throws IOException {
        writePack(1);
        Path kept = packFiles().getFirst();
        Files.createFile(Path.of(kept.toString().replace(".pack", ".keep")));
        writePack(1);
        writePack(1);
        repository.join();

        assertThat(packFiles()).hasSize(2).contains(kept);
        assertAllReadable();
    }

    @Test
    void whatIsInTheRepositoryIsNotPackedAgain() throws IOException {
        ObjectId first = writePack(1);
        try (NewPack pack = repository.newPack()) {
            assertThat(pack.insert(Constants.OBJ_BLOB, written.get(first))).isEqualTo(first);
            insertBlob(pack);
            pack.write();
        }
        assertThat(repository.objectCount()).isEqualTo(written.size());
        assertAllReadable();
    }

    /** Each time a blob, and the folder as a difference to the one before; returns the first blob. */
    private ObjectId writePack(int commits) throws IOException {
        ObjectId first = null;
        try (NewPack pack = repository.newPack()) {
            for (int i = 0; i < commits; i++) {
                ObjectId blob = insertBlob(pack);
                first = first == null ? blob : first;
                folder.put("device-" + random.nextInt(30), blob);
                ObjectId tree = folder.write(pack);
                written.put(tree, new byte[0]);
            }
            pack.write();
        }
        for (Map.Entry<ObjectId, byte[]> each : written.entrySet()) {
            if (each.getValue().length == 0) {
                each.setValue(repository.jgit().open(each.getKey()).getBytes());
            }
        }
        return first;
    }

    private ObjectId insertBlob(NewPack pack) throws IOException {
        byte[] content = ("hostname " + random.nextLong() + "\n").getBytes(StandardCharsets.UTF_8);
        ObjectId blob = pack.insert(Constants.OBJ_BLOB, content);
        written.put(blob, content);
        return blob;
    }

    private void assertAllReadable() throws IOException {
        for (Map.Entry<ObjectId, byte[]> each : written.entrySet()) {
            assertThat(repository.jgit().open(each.getKey()).getBytes())
                    .as("object %s", each.getKey().name())
                    .isEqualTo(each.getValue());
        }
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private Map<Path, byte[]> contents() throws IOException {
        Map<Path, byte[]> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(packs)) {
            for (Path file : files.toList()) {
                contents.put(file, Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private List<Path> packFiles() throws IOException {
        try (Stream<Path> files = Files.list(packs)) {
            return files.filter(file -> file.toString().endsWith(".pack")).toList();
        }
    }

    private List<Path> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(packs)) {
            return files.filter(file -> !file.toString().matches(".*/pack-[0-9a-f]{40}\\.(pack|idx)"))
                    .toList();
        }
    }
}
