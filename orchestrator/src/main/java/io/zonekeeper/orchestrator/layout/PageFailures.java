package io.zonekeeper.orchestrator.layout;

import io.zonekeeper.orchestrator.page.WebPage;
import io.zonekeeper.orchestrator.web.ErrorPage;
import io.zonekeeper.orchestrator.web.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Shows what goes wrong inside a page: a sentence, and a way back. */
@ControllerAdvice(annotations = WebPage.class)
class PageFailures {

    private static final Logger log = LoggerFactory.getLogger(PageFailures.class);

    private final Layouts layouts;

    PageFailures(Layouts layouts) {
        this.layouts = layouts;
    }

    @ExceptionHandler
    ModelAndView problem(Problem problem) {
        return page(problem.status(), problem.detail());
    }

    @ExceptionHandler
    ModelAndView mismatch(TypeMismatchException mismatch) {
        return page(HttpStatus.NOT_FOUND, "There is no \"%s\" here.".formatted(mismatch.getValue()));
    }

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class
    })
    ModelAndView databaseAway(Exception away) {
        log.warn("A page cannot be shown: PostgreSQL is out of reach ({}).", away.getMessage());
        return page(HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached: try again in a moment.");
    }

    @ExceptionHandler
    ModelAndView brokerAway(AmqpException away) {
        log.warn("A page cannot do what was asked: RabbitMQ is out of reach ({}).", away.getMessage());
        return page(HttpStatus.SERVICE_UNAVAILABLE, "RabbitMQ cannot be reached: try again in a moment.");
    }

    private ModelAndView page(HttpStatus status, String detail) {
        return ErrorPage.of(status, detail).addObject(Layouts.ATTRIBUTE, layouts.current());
    }
}
