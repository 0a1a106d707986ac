package io.zonekeeper.common.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

class CommonArchitectureTest extends HouseRules {

    CommonArchitectureTest() {
        super("common");
    }

    @Test
    void opensNoFileButThoseThatHoldSettings() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..common.setting..")
                .should()
                .accessClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .because("definitions are parsed from streams handed in, and the wire does no I/O of its own")
                .check(classes());
    }

    @Test
    void speaksToNoNetworkAndNoDatabase() {
        noClasses()
                .should()
                .accessClassesThat()
                .resideInAnyPackage("java.net..", "java.sql..", "javax.sql..")
                .check(classes());
    }
}
