package io.zonekeeper.consumer.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {

    private final Folder folder = new Folder(FileMode.REGULAR_FILE, Comparator.naturalOrder());
    private final TreeMap<String, ObjectId> expected = new TreeMap<>();
    private final Random random = new Random(7);

    @TempDir
    private Path directory;

    /** Several changes before most of the writings, so that differences begin and end anywhere. */
    @Test
    void isWrittenAsGitWouldHaveItAfterAnyChanges() throws IOException, GitException {
        try (ConfigRepository repository = ConfigRepository.open(directory)) {
            for (int packs = 0; packs < 3; packs++) {
                TreeMap<ObjectId, byte[]> written = new TreeMap<>();
                try (NewPack pack = repository.newPack()) {
                    for (int i = 0; i < 120; i++) {
                        for (int changes = random.nextInt(4); changes >= 0; changes--) {
                            change();
                        }
                        written.put(folder.write(pack), formatted());
                    }
                    pack.write();
                }
                for (var each : written.entrySet()) {
                    assertThat(repository
                                    .jgit()
                                    .open(each.getKey(), Constants.OBJ_TREE)
                                    .getBytes())
                            .isEqualTo(each.getValue());
                }
            }
        }
    }

    @Test
    void knowsWhatIsInIt() {
        for (int i = 0; i < 500; i++) {
            change();
        }
        for (int i = 0; i < 40; i++) {
            assertThat(folder.get("device-" + i)).isEqualTo(expected.get("device-" + i));
        }
        expected.keySet().forEach(folder::remove);
        assertThat(folder.isEmpty()).isTrue();
    }

    private void change() {
        String name = "device-" + random.nextInt(40);
        if (random.nextInt(5) == 0) {
            folder.remove(name);
            expected.remove(name);
        } else {
            byte[] id = new byte[Constants.OBJECT_ID_LENGTH];
            random.nextBytes(id);
            folder.put(name, ObjectId.fromRaw(id));
            expected.put(name, ObjectId.fromRaw(id));
        }
    }

    private byte[] formatted() {
        TreeFormatter tree = new TreeFormatter();
        expected.forEach((name, id) -> tree.append(Constants.encode(name), FileMode.REGULAR_FILE, id));
        return tree.toByteArray();
    }
}
