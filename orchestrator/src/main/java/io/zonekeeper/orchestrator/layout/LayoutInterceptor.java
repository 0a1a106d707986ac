package io.zonekeeper.orchestrator.layout;

import io.zonekeeper.orchestrator.access.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/** Gives every page, also those of errors, what its frame shows, as {@code layout}. */
@Component
class LayoutInterceptor implements HandlerInterceptor {

    private final Outages outages;

    LayoutInterceptor(Outages outages) {
        this.outages = outages;
    }

    @Override
    public void postHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable ModelAndView page) {
        if (page == null || page.getViewName() == null || page.getViewName().startsWith("redirect:")) {
            return;
        }
        User user = user();
        page.addObject("layout", new Layout(user, user == null ? List.of() : outages.sentences()));
    }

    private static @Nullable User user() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        return who != null && who.getPrincipal() instanceof User user ? user : null;
    }
}
