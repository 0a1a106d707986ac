package io.zonekeeper.orchestrator.quarantine;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.dispatch.DeadLetters;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import io.zonekeeper.orchestrator.web.Problem;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Results and messages nobody could place, for who sees all groups. */
@WebPage
class QuarantinePage {

    private static final int ROWS = 25;

    private final Quarantine quarantine;
    private final DeadLetters deadLetters;

    QuarantinePage(Quarantine quarantine, DeadLetters deadLetters) {
        this.quarantine = quarantine;
        this.deadLetters = deadLetters;
    }

    @GetMapping("/quarantine")
    String list(
            @RequestParam(defaultValue = "") String after,
            @RequestParam(defaultValue = "") String letters,
            Model model) {
        PageRequest entries = PageRequest.byId(ROWS, after);
        Page<QuarantinedEntry> page = Page.of(
                quarantine.list(entries.afterId(), entries.fetch()),
                entries,
                entry -> List.of(Long.toString(entry.id())));
        PageRequest dead = PageRequest.byId(ROWS, letters);
        Page<DeadLetters.DeadLetter> deadPage = Page.of(
                deadLetters.list(dead.afterId(), dead.fetch()), dead, letter -> List.of(Long.toString(letter.id())));
        model.addAttribute("entries", page.items());
        model.addAttribute("next", page.next());
        model.addAttribute("after", after);
        model.addAttribute("letters", deadPage.items());
        model.addAttribute("nextLetters", deadPage.next());
        model.addAttribute("afterLetters", letters);
        return "quarantine/list";
    }

    @PostMapping("/quarantine/{id}/replay")
    String replay(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        try {
            Quarantine.Replayed replayed = quarantine.replay(user.name(), id);
            after.addFlashAttribute(
                    "done",
                    "Entry %d is on its way again, as %s of %s.".formatted(id, replayed.entryId(), replayed.stream()));
        } catch (Problem problem) {
            if (problem.status() == HttpStatus.NOT_FOUND) {
                throw problem;
            }
            after.addFlashAttribute("refused", problem.detail());
        }
        return "redirect:/quarantine";
    }

    @PostMapping("/dead-letters/{id}/dismiss")
    String dismiss(@AuthenticationPrincipal User user, @PathVariable long id, RedirectAttributes after) {
        deadLetters.dismiss(user, id);
        after.addFlashAttribute("done", "Letter %d is dismissed.".formatted(id));
        return "redirect:/quarantine";
    }
}
