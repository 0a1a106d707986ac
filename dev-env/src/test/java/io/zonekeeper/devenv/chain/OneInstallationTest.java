package io.zonekeeper.devenv.chain;

import io.zonekeeper.devenv.stack.Chain;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What one installation goes through from its first day on, with a zone for each part: a start takes longer than most of them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OneInstallationTest {

    private static Chain chain;

    @BeforeAll
    static void start() throws Exception {
        chain = Chains.start("one-installation", Map.of("ZONEKEEPER_MAX_ATTEMPTS", "1"));
    }

    @AfterAll
    static void end() throws Exception {
        if (chain != null) {
            chain.close();
        }
    }

    @Test
    @Order(1)
    void aFirstDayByTheApiEndsWithADiff() throws Exception {
        ApiDay.passIn(chain);
    }

    @Test
    @Order(2)
    void configurationsReachTheDatabaseAndGit() throws Exception {
        BackupRoad.passIn(chain);
    }

    @Test
    @Order(3)
    void foreignMatterIsShownAndHarmsNobody() throws Exception {
        ForeignMatter.passIn(chain);
    }
}
