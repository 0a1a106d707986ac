package io.zonekeeper.orchestrator.access;

import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;

/** Which role a request needs: the same for the API and for the pages, whose paths begin alike. */
final class AccessRules {

    private static final String ADMIN = "ADMIN";
    private static final String OPERATOR = "OPERATOR";

    /** @param root what stands before {@code /groups} and the others: {@code /api/v1}, or empty for the pages */
    static void apply(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests,
            String root) {
        requests.requestMatchers(root + "/users/**", root + "/audit/**")
                .hasRole(ADMIN)
                .requestMatchers(HttpMethod.GET, "/**")
                .authenticated()
                .requestMatchers(HttpMethod.HEAD, "/**")
                .authenticated()
                .requestMatchers(root + "/tokens/**", root + "/logout")
                .authenticated()
                .requestMatchers(root + "/groups/**", root + "/quarantine/**", root + "/dead-letters/**")
                .hasRole(ADMIN)
                .anyRequest()
                .hasRole(OPERATOR);
    }

    private AccessRules() {}
}
