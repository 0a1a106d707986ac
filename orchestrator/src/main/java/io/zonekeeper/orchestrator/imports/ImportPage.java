package io.zonekeeper.orchestrator.imports;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.device.DeviceChoices;
import io.zonekeeper.orchestrator.device.DeviceFilter;
import io.zonekeeper.orchestrator.device.DeviceSearch;
import io.zonekeeper.orchestrator.page.Allowed;
import io.zonekeeper.orchestrator.page.Form;
import io.zonekeeper.orchestrator.page.Option;
import io.zonekeeper.orchestrator.page.Submission;
import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/**
 * The file is sent for the dry run and once more to be taken over: nothing of it is kept in between, since it may hold passwords. The
 * digest of the report makes sure that what was shown is what is done.
 */
@WebPage
class ImportPage {

    private static final List<Option> FORMATS =
            List.of(new Option("csv", "CSV, with a header"), new Option("oxidized", "Oxidized's router.db"));
    private static final String[] SHOWN = Stream.of(
                    Stream.of("file", "format", "source", "delimiter"),
                    ImportParameters.DEFAULTS.stream(),
                    Arrays.stream(ImportField.values()).map(field -> ImportParameters.COLUMN + field.wireName()))
            .flatMap(names -> names)
            .toArray(String[]::new);

    private final DeviceImport imports;
    private final DeviceExport export;
    private final DeviceSearch devices;
    private final DeviceChoices choices;

    ImportPage(DeviceImport imports, DeviceExport export, DeviceSearch devices, DeviceChoices choices) {
        this.imports = imports;
        this.export = export;
        this.devices = devices;
        this.choices = choices;
    }

    @GetMapping("/imports")
    String empty(@AuthenticationPrincipal User user, ModelMap model) {
        Allowed.operator(user);
        return page(user, Form.empty().with("format", "csv").with("source", "import"), model);
    }

    /** Answers with the report alone where htmx asks for it, and then with status 200 always, since it shows nothing else. */
    @PostMapping("/imports")
    String send(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Submission sent) {
        Form form = sent.form();
        if (htmx == null) {
            return sent.answer(
                    () -> {
                        report(file, sent);
                        return page(sent.user(), form, sent.model());
                    },
                    () -> page(sent.user(), form, sent.model()),
                    SHOWN);
        }
        try {
            report(file, sent);
        } catch (Problem problem) {
            sent.model().addAttribute("problem", problem);
        }
        return "imports/report";
    }

    @GetMapping("/devices/export.csv")
    void export(@AuthenticationPrincipal User user, DeviceFilter filter, HttpServletResponse response)
            throws IOException {
        CsvAnswer.write(export, user.scope(), filter, response);
    }

    private void report(@Nullable MultipartFile file, Submission sent) {
        Form form = sent.form();
        boolean apply = form.ticked("apply");
        ImportRequest request = new ImportRequest(
                bytes(file),
                ImportFormat.require(form.value("format")),
                form.value("source").strip(),
                ImportParameters.columns(form.values()),
                form.value("delimiter"),
                ImportParameters.defaults(form.values()),
                !apply,
                form.ticked("skip_errors"),
                form.value("confirm_gone").matches("[0-9]{1,9}") ? Integer.valueOf(form.value("confirm_gone")) : null,
                apply ? form.text("expected") : null);
        sent.model()
                .addAttribute(
                        "report", imports.run(sent.user().name(), sent.user().scope(), request));
    }

    private static byte[] bytes(@Nullable MultipartFile file) {
        if (file == null || file.isEmpty()) {
            throw Problem.invalid(
                    new FieldError("file", null, "No file is chosen: choose one that has a device a row."));
        }
        try (InputStream in = file.getInputStream()) {
            return in.readNBytes(FileText.MOST_BYTES + 1);
        } catch (IOException e) {
            throw Problem.invalid(new FieldError("file", null, "The file did not arrive whole: send it again."));
        }
    }

    private String page(User user, Form form, ModelMap model) {
        model.addAttribute("form", form);
        model.addAttribute("formats", FORMATS);
        model.addAttribute(
                "fields",
                Arrays.stream(ImportField.values()).map(ImportField::wireName).toList());
        model.addAttribute("sources", devices.sources(user.scope()));
        model.addAttribute("groups", choices.groups(user.scope(), "None"));
        model.addAttribute("credentials", choices.credentials(user.scope(), "None"));
        model.addAttribute("platforms", choices.platforms(user.scope(), null));
        return "imports/import";
    }
}
