package io.zonekeeper.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.Setting;
import io.zonekeeper.common.setting.SettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerSettingsTest {

    @TempDir
    private Path folder;

    private static ConsumerSettings read(Map<String, String> variables) {
        return ConsumerSettings.read(new Environment(variables), null);
    }

    @Test
    void tableOfSettings() {
        assertThat(ConsumerSettings.ALL)
                .extracting(Setting::name, Setting::defaultValue)
                .extracting(Object::toString)
                .containsExactly(
                        "(\"ZONEKEEPER_REDIS_URL\", \"redis://localhost:6379/1\")",
                        "(\"ZONEKEEPER_RESULTS_STREAM\", \"device:results\")",
                        "(\"ZONEKEEPER_DATABASE_URL\", \"jdbc:postgresql://localhost:5432/zonekeeper\")",
                        "(\"ZONEKEEPER_DATABASE_USER\", \"zonekeeper\")",
                        "(\"ZONEKEEPER_DATABASE_PASSWORD\", \"\")",
                        "(\"ZONEKEEPER_CONSUMER\", null)",
                        "(\"ZONEKEEPER_CLAIM_IDLE\", \"30s\")",
                        "(\"ZONEKEEPER_GIT_DIR\", \"zonekeeper-git\")",
                        "(\"ZONEKEEPER_GIT_REMOTE\", null)",
                        "(\"ZONEKEEPER_GIT_SSH_DIR\", null)",
                        "(\"ZONEKEEPER_GIT_RAW\", \"false\")");
    }

    @Test
    void defaultsNeedNoVariable() {
        ConsumerSettings settings = read(Map.of());
        assertThat(settings.streams()).containsExactly("device:results");
        assertThat(settings.consumer()).startsWith("consumer-");
        assertThat(settings.claimIdle()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.git().directory()).isAbsolute().hasFileName("zonekeeper-git");
        assertThat(settings.git().remote()).isNull();
        assertThat(settings.git().sshDirectory()).isAbsolute().hasFileName(".ssh");
        assertThat(settings.git().raw()).isFalse();
    }

    @Test
    void everyVariableIsRead() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");
        ConsumerSettings settings = read(Map.of(
                "ZONEKEEPER_REDIS_URL", "redis://r:1/2",
                "ZONEKEEPER_RESULTS_STREAM", "device:results:dmz, device:results:lab,",
                "ZONEKEEPER_DATABASE_URL", "jdbc:postgresql://d/z",
                "ZONEKEEPER_DATABASE_USER", "writer",
                "ZONEKEEPER_DATABASE_PASSWORD_FILE", password.toString(),
                "ZONEKEEPER_CONSUMER", "writer-1",
                "ZONEKEEPER_CLAIM_IDLE", "5m",
                "ZONEKEEPER_GIT_DIR", "/srv/configs.git",
                "ZONEKEEPER_GIT_REMOTE", "https://user:pa55@git.example/configs",
                "ZONEKEEPER_GIT_RAW", "yes"));
        assertThat(read(Map.of("ZONEKEEPER_GIT_SSH_DIR", "/srv/ssh")).git().sshDirectory())
                .isEqualTo(Path.of("/srv/ssh"));
        assertThat(settings.redisUrl()).isEqualTo("redis://r:1/2");
        assertThat(settings.streams()).containsExactly("device:results:dmz", "device:results:lab");
        assertThat(settings.database())
                .isEqualTo(new ConsumerSettings.Database("jdbc:postgresql://d/z", "writer", "s3cret"));
        assertThat(settings.consumer()).isEqualTo("writer-1");
        assertThat(settings.claimIdle()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.git().directory()).isEqualTo(Path.of("/srv/configs.git"));
        assertThat(settings.git().raw()).isTrue();
        assertThat(settings.database().toString()).doesNotContain("s3cret");
        assertThat(settings.git().toString()).doesNotContain("pa55");
    }

    @Test
    void namesOfTheReplacedSystemWork() {
        ConsumerSettings settings =
                read(Map.of("DEVICEVAULT_REDIS_URL", "redis://old/1", "DEVICEVAULT_RESULTS_STREAM", "old:results"));
        assertThat(settings.redisUrl()).isEqualTo("redis://old/1");
        assertThat(settings.streams()).containsExactly("old:results");
    }

    @Test
    void nameOnTheCommandLineWins() {
        Environment environment = new Environment(Map.of("ZONEKEEPER_CONSUMER", "variable"));
        assertThat(ConsumerSettings.read(environment, "option").consumer()).isEqualTo("option");
    }

    @Test
    void wrongValuesAreNamed() {
        assertRefused("ZONEKEEPER_DATABASE_URL", "postgres://x/y");
        assertRefused("ZONEKEEPER_RESULTS_STREAM", " , ");
        assertRefused("ZONEKEEPER_CLAIM_IDLE", "0s");
        assertRefused("ZONEKEEPER_CONSUMER", "two words");
        assertRefused("ZONEKEEPER_GIT_RAW", "perhaps");
        assertRefused("ZONEKEEPER_GIT_DIR", "a\0b");
    }

    @Test
    void remoteThatIsNoAddressIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> read(Map.of("ZONEKEEPER_GIT_REMOTE", "https://user:pa55@")))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("ZONEKEEPER_GIT_REMOTE")
                .hasMessageNotContaining("pa55");
    }

    private static void assertRefused(String name, String value) {
        assertThatThrownBy(() -> read(Map.of(name, value)))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(value);
    }
}
