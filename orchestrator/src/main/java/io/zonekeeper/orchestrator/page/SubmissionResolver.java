package io.zonekeeper.orchestrator.page;

import io.zonekeeper.orchestrator.access.User;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.support.RedirectAttributesModelMap;

/** Hands each method of a page that takes a {@link Submission} the one of its request. */
@Configuration(proxyBeanMethods = false)
class SubmissionResolver implements HandlerMethodArgumentResolver, WebMvcConfigurer {

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Submission.class;
    }

    @Override
    public Submission resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        ModelAndViewContainer shown = Objects.requireNonNull(container, "container is null");
        RedirectAttributesModelMap after = new RedirectAttributesModelMap();
        shown.setRedirectModel(after);
        Map<String, String> fields = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> fields.put(name, values[0]));
        return new Submission(
                user(request),
                Form.of(fields),
                shown.getModel(),
                after,
                Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class), "response is null"));
    }

    private static User user(NativeWebRequest request) {
        if (request.getUserPrincipal() instanceof Authentication authentication
                && authentication.getPrincipal() instanceof User user) {
            return user;
        }
        throw new IllegalStateException("A form was sent by nobody; the access rules should have refused it.");
    }
}
