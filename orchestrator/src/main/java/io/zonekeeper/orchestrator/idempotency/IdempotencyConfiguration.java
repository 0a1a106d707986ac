package io.zonekeeper.orchestrator.idempotency;

import io.zonekeeper.orchestrator.web.Problems;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    /** After the security filters, which know the user. */
    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotencyFilter(
            @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers,
            IdempotencyKeys keys,
            TransactionTemplate transaction,
            JdbcClient jdbc,
            Problems problems) {
        var filter = new FilterRegistrationBean<>(new IdempotencyFilter(handlers, keys, transaction, jdbc, problems));
        filter.addUrlPatterns("/api/*");
        filter.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER + 1);
        return filter;
    }
}
