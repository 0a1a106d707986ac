package io.zonekeeper.orchestrator.access;

import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAuthority;
import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasRole;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;

import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/**
 * Which role a request needs: the same for the API and for the pages, whose paths begin alike. What belongs to a group is left out
 * by its {@link Scope} where it is read; what belongs to none needs a user of all groups, and that is said here.
 */
final class AccessRules {

    private static final String ADMIN = "ADMIN";
    private static final String OPERATOR = "OPERATOR";

    /** @param root what stands before {@code /groups} and the others: {@code /api/v1}, or empty for the pages */
    static void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            String root) {
        requests.requestMatchers(root + "/users/**", root + "/audit/**", root + "/checks")
                .access(allOf(hasRole(ADMIN), hasAuthority(User.ALL_GROUPS)))
                .requestMatchers(HttpMethod.GET, root + "/quarantine/**", root + "/dead-letters/**", root + "/git/**")
                .hasAuthority(User.ALL_GROUPS)
                .requestMatchers(HttpMethod.GET, "/**")
                .authenticated()
                .requestMatchers(HttpMethod.HEAD, "/**")
                .authenticated()
                .requestMatchers(root + "/tokens/**", root + "/account/**", root + "/logout")
                .authenticated()
                .requestMatchers(root + "/quarantine/**", root + "/dead-letters/**")
                .access(allOf(hasRole(ADMIN), hasAuthority(User.ALL_GROUPS)))
                .requestMatchers(root + "/first-steps/**")
                .access(allOf(hasRole(OPERATOR), hasAuthority(User.ALL_GROUPS)))
                .requestMatchers(HttpMethod.POST, root + "/groups")
                .access(allOf(hasRole(ADMIN), hasAuthority(User.ALL_GROUPS)))
                .requestMatchers(root + "/groups/**")
                .hasRole(ADMIN)
                .anyRequest()
                .hasRole(OPERATOR);
    }

    private AccessRules() {}
}
