package io.zonekeeper.consumer.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.zonekeeper.common.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class ConsumerArchitectureTest extends HouseRules {

    ConsumerArchitectureTest() {
        super("consumer");
    }

    @Test
    void theArchiveKnowsNeitherRedisNorGit() {
        noClasses()
                .that()
                .resideInAPackage("..consumer.archive..")
                .should()
                .accessClassesThat()
                .resideInAnyPackage("redis..", "org.eclipse.jgit..")
                .check(classes());
    }

    @Test
    void gitIsWrittenFromTheDatabaseAlone() {
        noClasses()
                .that()
                .resideInAPackage("..consumer.git..")
                .should()
                .accessClassesThat()
                .resideInAnyPackage("redis..", "..consumer.stream..", "..consumer.archive..")
                .check(classes());
    }
}
