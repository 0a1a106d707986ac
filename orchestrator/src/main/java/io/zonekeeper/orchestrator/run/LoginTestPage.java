package io.zonekeeper.orchestrator.run;

import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@WebPage
class LoginTestPage {

    private final LoginTests tests;

    LoginTestPage(LoginTests tests) {
        this.tests = tests;
    }

    /** Goes to the job, or to the run if there are several. */
    @PostMapping("/credentials/{id}/login-test")
    String credential(@PathVariable long id, @RequestParam(required = false) @Nullable Long device, Submission sent) {
        return sent.answer(
                () -> {
                    LoginTests.Started started = tests.start(sent.user(), id, device == null ? null : List.of(device));
                    return "redirect:"
                            + (started.jobIds().size() == 1
                                    ? "/jobs/" + started.jobIds().getFirst()
                                    : "/runs/" + started.runId());
                },
                "/credentials/" + id);
    }
}
