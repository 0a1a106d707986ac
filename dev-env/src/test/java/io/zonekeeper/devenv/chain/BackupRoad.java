package io.zonekeeper.devenv.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonekeeper.devenv.fleet.DeviceSpec;
import io.zonekeeper.devenv.fleet.Platform;
import io.zonekeeper.devenv.stack.Chain;
import io.zonekeeper.devenv.stack.GitRepository;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Configurations on their way from devices to the database and to Git. */
final class BackupRoad {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private BackupRoad() {}

    static void passIn(Chain chain) throws Exception {
        Chain.Group group = chain.createGroup(Map.of());
        chain.startCollectors(group, 1);
        long router = chain.add(
                group,
                DeviceSpec.of("router", Platform.CISCO_IOS, Chain.USERNAME, Chain.PASSWORD)
                        .withEnableSecret(Chain.ENABLE_SECRET),
                "cisco-ios");
        chain.add(group, Chains.junos("switch"), "junos");
        chain.api()
                .post(
                        "/devices",
                        Map.of("group", group.name(), "name", "nothing", "address", "127.0.0.1", "platform", "noop"));

        JsonNode first = chain.await(chain.run(group), PATIENCE);
        assertThat(first.path("counts").path("success").asInt()).isEqualTo(3);
        GitRepository git = chain.git();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(git.commits(group.name())).isEqualTo(3));

        chain.fleet().find("router").orElseThrow().setRevision(2);
        JsonNode second = chain.await(chain.run(group), PATIENCE);
        assertThat(second.path("counts").path("success").asInt()).isEqualTo(3);
        assertThat(chain.database().number("""
                select count(*) from config_version v join device d on d.id = v.device_id
                join collector_group g on g.id = d.group_id where g.name = '%s'
                """.formatted(group.name()))).isEqualTo(4);
        assertThat(chain.api().text("/devices/" + router + "/diff"))
                .contains("- description uplink, revision 1", "+ description uplink, revision 2")
                .doesNotContain("$9$");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(git.commits(group.name())).isEqualTo(4));
        assertThat(git.file(group.name() + "/router"))
                .contains("uplink, revision 2")
                .doesNotContain("$9$");
    }
}
