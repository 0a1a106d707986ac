package io.zonekeeper.orchestrator.page;

import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IExpressionObjectDialect;
import org.thymeleaf.expression.IExpressionObjectFactory;

/** Makes {@link Show} known to templates as {@code #show}. */
@Component
class ShowDialect extends AbstractDialect implements IExpressionObjectDialect {

    private static final String NAME = "show";

    ShowDialect() {
        super("Zonekeeper");
    }

    @Override
    public IExpressionObjectFactory getExpressionObjectFactory() {
        return new IExpressionObjectFactory() {

            @Override
            public Set<String> getAllExpressionObjectNames() {
                return Set.of(NAME);
            }

            @Override
            public Object buildObject(IExpressionContext context, String name) {
                return Show.INSTANCE;
            }

            @Override
            public boolean isCacheable(String name) {
                return true;
            }
        };
    }
}
