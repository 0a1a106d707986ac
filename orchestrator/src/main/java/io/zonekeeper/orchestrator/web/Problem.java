package io.zonekeeper.orchestrator.web;

import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;

/**
 * Why a request cannot be done, as one sentence for the user that names the thing, the value and the way out. Thrown anywhere under
 * a controller of the API it becomes the answer, as RFC 9457 has it. The message holds no secret.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final transient List<FieldError> errors;

    private Problem(HttpStatus status, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    /** @param thing as in {@code Device 12} */
    public static Problem notFound(String thing) {
        return new Problem(HttpStatus.NOT_FOUND, thing + " does not exist.", List.of());
    }

    public static Problem conflict(String sentence) {
        return new Problem(HttpStatus.CONFLICT, sentence, List.of());
    }

    public static Problem forbidden(String sentence) {
        return new Problem(HttpStatus.FORBIDDEN, sentence, List.of());
    }

    /** Something we need does not answer at the moment. */
    public static Problem unavailable(String sentence) {
        return new Problem(HttpStatus.SERVICE_UNAVAILABLE, sentence, List.of());
    }

    public static Problem malformed(String sentence) {
        return new Problem(HttpStatus.BAD_REQUEST, sentence, List.of());
    }

    /** What is there is not what the request says it should be. */
    public static Problem preconditionFailed(String sentence) {
        return new Problem(HttpStatus.PRECONDITION_FAILED, sentence, List.of());
    }

    /** The request does not say what it expects to find. */
    public static Problem preconditionRequired(String sentence) {
        return new Problem(HttpStatus.PRECONDITION_REQUIRED, sentence, List.of());
    }

    public static Problem tooLarge(String sentence) {
        return new Problem(HttpStatus.CONTENT_TOO_LARGE, sentence, List.of());
    }

    public static Problem invalid(List<FieldError> errors) {
        return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, summary(errors), errors);
    }

    public static Problem invalid(FieldError error) {
        return invalid(List.of(error));
    }

    public HttpStatus status() {
        return status;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    /** What is wrong field by field; empty unless the status is 422. */
    public List<FieldError> errors() {
        return errors;
    }

    /** The same problem of fields that are called otherwise in a form. */
    public Problem renamed(UnaryOperator<String> name) {
        return new Problem(
                status,
                detail(),
                errors.stream()
                        .map(error -> new FieldError(name.apply(error.field()), error.value(), error.message()))
                        .toList());
    }

    private static String summary(List<FieldError> errors) {
        if (errors.size() == 1) {
            return errors.getFirst().message();
        }
        List<String> fields = errors.stream().map(FieldError::field).distinct().toList();
        return "%d fields are not valid: %s.".formatted(fields.size(), String.join(", ", fields));
    }
}
