package io.zonekeeper.orchestrator.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What springdoc cannot read from the controllers. Found by the orchestrator under test alone, and only where springdoc is on. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "springdoc.api-docs.enabled", havingValue = "true")
class OpenApiDescription {

    static final String TOKEN = "token";

    @Bean
    OpenAPI document() {
        return new OpenAPI()
                .info(new Info().title("Zonekeeper").version("v1").description("""
                                Lists answer `items` and `next`; give `next` as `after` for the part that follows. What can be \
                                changed answers an `ETag`, and PATCH needs it as `If-Match`. Errors are problems as RFC 9457 has \
                                them, each with one sentence as `detail`. Times are ISO 8601 in UTC."""))
                .servers(List.of(new Server().url("/").description("This orchestrator")))
                .schemaRequirement(
                        TOKEN,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API token, as `POST /api/v1/tokens` makes one."))
                .addSecurityItem(new SecurityRequirement().addList(TOKEN));
    }

    @Bean
    SchemaNames schemaNames() {
        return new SchemaNames();
    }

    @Bean
    ModelResolver modelResolver(ObjectMapperProvider mappers, SchemaNames names) {
        ModelResolver resolver = new ModelResolver(
                mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE), names);
        return resolver.openapi31(true);
    }

    @Bean
    OpenApiCustomizer nullness(SchemaNames names) {
        return new Nullness(names);
    }

    @Bean
    OperationCustomizer operations() {
        return new OperationConventions();
    }

    @Bean
    OpenApiCustomizer conventions() {
        return new DocumentConventions();
    }
}
