package io.zonekeeper.orchestrator.web;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers what goes wrong inside a controller of the API. */
@Order(Ordered.LOWEST_PRECEDENCE)
@RestControllerAdvice(annotations = RestController.class)
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<Object> handle(Problem problem) {
        return answer(problem.status(), new HttpHeaders(), ProblemBody.of(problem));
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(AccessDeniedException denied) {
        return answer(HttpStatus.FORBIDDEN, String.valueOf(denied.getMessage()));
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        TransactionException.class
    })
    ResponseEntity<Object> handleDatabaseAway(Exception away) {
        log.warn("A request cannot be answered: PostgreSQL is out of reach ({}).", rootMessage(away));
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached: try again in a moment.");
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(AmqpException away) {
        log.warn("A request cannot be done: RabbitMQ is out of reach ({}).", rootMessage(away));
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "RabbitMQ cannot be reached: try again in a moment.");
    }

    /** Tomcat looks at the parameters when the first is asked for. */
    @ExceptionHandler
    ResponseEntity<Object> handle(InvalidParameterException malformed) {
        return answer(
                HttpStatus.BAD_REQUEST,
                "The parameters are malformed: percent-encode what is not allowed in an address.");
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(DataAccessException refused) {
        if (rootMessage(refused).contains("invalid byte sequence")) {
            return answer(HttpStatus.UNPROCESSABLE_CONTENT, "A text holds a NUL character: leave it out.");
        }
        return handle((Exception) refused);
    }

    @ExceptionHandler
    ResponseEntity<Object> handle(Exception bug) {
        log.error("A request failed", bug);
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "This is a fault of ours; the orchestrator's log says more.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return handle(UnreadableJson.problem(unreadable.getCause()));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException mismatch, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String field = mismatch instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : String.valueOf(mismatch.getPropertyName());
        return handle(Problem.invalid(new FieldError(
                field,
                String.valueOf(mismatch.getValue()),
                "%s is \"%s\", which is no %s."
                        .formatted(field, mismatch.getValue(), kind(mismatch.getRequiredType())))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException missing,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        String field = missing.getParameterName();
        return handle(Problem.invalid(
                new FieldError(field, null, "%s is missing: add ?%s= to the address.".formatted(field, field))));
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String detail = body instanceof ProblemDetail problem ? problem.getDetail() : null;
        return answer(
                status, headers, ProblemBody.of(status, detail == null ? "The request cannot be answered." : detail));
    }

    private static ResponseEntity<Object> answer(HttpStatus status, String detail) {
        return answer(status, new HttpHeaders(), ProblemBody.of(status, detail));
    }

    private static ResponseEntity<Object> answer(HttpStatusCode status, HttpHeaders headers, ProblemBody body) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "such value";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive() && type != boolean.class) {
            return "number that fits";
        }
        return type == boolean.class || type == Boolean.class ? "true or false" : type.getSimpleName();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
