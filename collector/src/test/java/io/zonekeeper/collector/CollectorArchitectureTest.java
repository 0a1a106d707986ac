package io.zonekeeper.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import io.zonekeeper.common.architecture.HouseRules;
import org.junit.jupiter.api.Test;

class CollectorArchitectureTest extends HouseRules {

    CollectorArchitectureTest() {
        super("collector");
    }

    @Test
    void reachesNoDatabase() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework..", "org.eclipse.jgit..")
                .check(classes());
    }

    @Test
    void onlyTheIntakeSpeaksAmqp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..intake..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.rabbitmq..")
                .check(classes());
    }

    @Test
    void onlyTheReportSpeaksToRedis() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..report..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("redis.clients..")
                .check(classes());
    }

    @Test
    void onlyTelnetKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..telnet..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.commons.net..")
                .check(classes());
    }

    @Test
    void onlySshKnowsItsLibrary() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..ssh..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.schmizz..", "com.hierynomus..")
                .check(classes());
    }
}
