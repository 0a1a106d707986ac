package io.zonekeeper.orchestrator.page;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.ui.ModelMap;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * A form that was sent, as a page's method takes it: on to another page if it is accepted, and shown again with what is wrong beside
 * the fields if not. Not thread-safe.
 */
public final class Submission {

    private final User user;
    private final Form form;
    private final ModelMap model;
    private final RedirectAttributes after;
    private final HttpServletResponse response;

    Submission(User user, Form form, ModelMap model, RedirectAttributes after, HttpServletResponse response) {
        this.user = user;
        this.form = form;
        this.model = model;
        this.after = after;
        this.response = response;
    }

    /** Who sent it, whose name changes are audited under. */
    public User user() {
        return user;
    }

    public Form form() {
        return form;
    }

    /** What the page shows when the form comes back. */
    public ModelMap model() {
        return model;
    }

    /**
     * @param work does what the form asks for and answers as {@link #done}
     * @param again the view with the form, which then says what is wrong
     * @param shownFields those the form has; what is wrong with another one stands above it
     */
    public String answer(Supplier<String> work, Supplier<String> again, String... shownFields) {
        try {
            return work.get();
        } catch (Problem problem) {
            passOnIfGone(problem);
            response.setStatus(problem.status().value());
            form.reject(problem, shownFields);
            return again.get();
        }
    }

    /** Goes on to another page, where the sentence stands once. */
    public String done(String sentence, String path) {
        after.addFlashAttribute("done", sentence);
        return "redirect:" + path;
    }

    /**
     * As {@link #answer} for a button without fields.
     *
     * @param path of the page that shows the sentence if it is refused
     */
    public String answer(Supplier<String> work, String path) {
        try {
            return work.get();
        } catch (Problem problem) {
            passOnIfGone(problem);
            after.addFlashAttribute("refused", problem.detail());
            return "redirect:" + path;
        }
    }

    /** There is no page to show it on: what the form was for is not there. */
    private static void passOnIfGone(Problem problem) {
        if (problem.status() == HttpStatus.NOT_FOUND) {
            throw problem;
        }
    }
}
