package io.zonekeeper.orchestrator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import io.zonekeeper.common.architecture.HouseRules;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.User;
import org.junit.jupiter.api.Test;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

class OrchestratorArchitectureTest extends HouseRules {

    OrchestratorArchitectureTest() {
        super("orchestrator");
    }

    /** A request has the scope of its user. */
    @Test
    void whatAnswersRequestsDoesNotReachForAllGroups() {
        noClasses()
                .that()
                .areMetaAnnotatedWith(Controller.class)
                .or()
                .implement("io.zonekeeper.orchestrator.live.LiveFragment")
                .should()
                .callMethod(Scope.class, "all")
                .check(classes());
    }

    /** Without the annotation Spring would make the user from the parameters of the request. */
    @Test
    void theUserOfARequestIsTheOneWhoIsLoggedIn() {
        assertThat(classes().stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isMetaAnnotatedWith(RequestMapping.class))
                        .filter(OrchestratorArchitectureTest::takesAUserFromElsewhere)
                        .map(JavaMethod::getFullName))
                .isEmpty();
    }

    private static boolean takesAUserFromElsewhere(JavaMethod method) {
        return method.getParameters().stream()
                .filter(parameter -> parameter.getRawType().isEquivalentTo(User.class)
                        || parameter.getRawType().isEquivalentTo(Scope.class))
                .anyMatch(parameter -> !parameter.isAnnotatedWith(AuthenticationPrincipal.class));
    }
}
