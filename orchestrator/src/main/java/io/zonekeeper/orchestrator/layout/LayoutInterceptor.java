package io.zonekeeper.orchestrator.layout;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/** Gives every page its frame, but for those of exceptions, which no interceptor sees. */
@Component
class LayoutInterceptor implements HandlerInterceptor {

    private final Layouts layouts;

    LayoutInterceptor(Layouts layouts) {
        this.layouts = layouts;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
        if (page == null || page.getViewName() == null || page.getViewName().startsWith("redirect:")) {
            return;
        }
        page.addObject(Layouts.ATTRIBUTE, layouts.current());
    }
}
