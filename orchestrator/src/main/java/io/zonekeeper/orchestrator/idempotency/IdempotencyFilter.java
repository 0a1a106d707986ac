package io.zonekeeper.orchestrator.idempotency;

import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.Problem;
import io.zonekeeper.orchestrator.web.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Handles a request with an {@code Idempotency-Key} and keeps its answer in one transaction: either both are there or neither. A
 * repetition gets the answer of the first, with {@code Idempotency-Replayed: true}; while the first is at work, it waits. A request
 * that failed is forgotten and may be repeated.
 */
final class IdempotencyFilter extends OncePerRequestFilter {

    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern VALID_KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private final RequestMappingHandlerMapping handlers;
    private final IdempotencyKeys keys;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;
    private final Problems problems;

    IdempotencyFilter(
            RequestMappingHandlerMapping handlers,
            IdempotencyKeys keys,
            TransactionTemplate transaction,
            JdbcClient jdbc,
            Problems problems) {
        this.handlers = handlers;
        this.keys = keys;
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(KEY) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<HandlerMethod> handler = handler(request);
        if (handler.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            handle(handler.get(), request, response, chain);
        } catch (Problem problem) {
            problems.write(response, problem);
        } catch (PessimisticLockingFailureException e) {
            problems.write(
                    response,
                    Problem.conflict(
                            "The first request with this Idempotency-Key is still at work: repeat this one later."));
        } catch (DataAccessException | TransactionException e) {
            logger.warn("A request with an Idempotency-Key cannot be done: " + e.getMessage());
            problems.write(
                    response, HttpStatus.SERVICE_UNAVAILABLE, "The database cannot be reached: try again in a moment.");
        }
    }

    private void handle(
            HandlerMethod handler, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        User user = user();
        String key = key(handler, request);
        RepeatableRequest repeatable = new RepeatableRequest(request);
        ContentCachingResponseWrapper caught = new ContentCachingResponseWrapper(response);
        try {
            Optional<IdempotencyKeys.Answer> known = transaction.execute(status -> {
                Optional<IdempotencyKeys.Answer> before = claim(user, key, repeatable.sha256(rights(user)));
                if (before.isEmpty()) {
                    answer(user, key, repeatable, caught, chain, status);
                }
                return before;
            });
            if (known.isPresent()) {
                replay(known.get(), response);
            } else {
                caught.copyBodyToResponse();
            }
        } catch (Failed failed) {
            failed.rethrow();
        }
    }

    private Optional<IdempotencyKeys.Answer> claim(User user, String key, byte[] request) {
        jdbc.sql("set local lock_timeout = '10s'").update();
        Optional<IdempotencyKeys.Answer> answer = keys.claim(user, key, request);
        jdbc.sql("set local lock_timeout to default").update();
        return answer;
    }

    private void answer(
            User user,
            String key,
            RepeatableRequest request,
            ContentCachingResponseWrapper response,
            FilterChain chain,
            TransactionStatus status) {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException e) {
            throw new Failed(e);
        }
        if (HttpStatus.valueOf(response.getStatus()).is2xxSuccessful()) {
            keys.answered(
                    user,
                    key,
                    new IdempotencyKeys.Answer(
                            response.getStatus(),
                            response.getHeader(HttpHeaders.LOCATION),
                            new String(response.getContentAsByteArray(), StandardCharsets.UTF_8)));
        } else {
            status.setRollbackOnly();
        }
    }

    private static void replay(IdempotencyKeys.Answer answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        response.setHeader(REPLAYED, "true");
        if (answer.location() != null) {
            response.setHeader(HttpHeaders.LOCATION, answer.location());
        }
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /** Empty where Spring has an answer of its own, such as 404 or 405. */
    private Optional<HandlerMethod> handler(HttpServletRequest request) throws ServletException {
        try {
            ServletRequestPathUtils.parseAndCache(request);
            HandlerExecutionChain chain = handlers.getHandler(request);
            return chain != null && chain.getHandler() instanceof HandlerMethod method
                    ? Optional.of(method)
                    : Optional.empty();
        } catch (ServletException e) {
            logger.debug("No handler takes the request", e);
            return Optional.empty();
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static String key(HandlerMethod handler, HttpServletRequest request) {
        String key = request.getHeader(KEY);
        if (!handler.hasMethodAnnotation(Idempotent.class)) {
            throw Problem.malformed("%s %s takes no Idempotency-Key: leave it out."
                    .formatted(request.getMethod(), request.getRequestURI()));
        }
        if (!VALID_KEY.matcher(key).matches()) {
            throw Problem.malformed("Idempotency-Key is not valid: use 1 to 255 printable characters without blanks.");
        }
        return key;
    }

    private static String rights(User user) {
        return user.role().wireName()
                + (user.scope().unlimited()
                        ? " *"
                        : " " + new TreeSet<>(user.scope().groups().keySet()));
    }

    private static User user() {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who != null && who.getPrincipal() instanceof User user) {
            return user;
        }
        throw Problem.malformed("Without a user there is no Idempotency-Key: leave it out.");
    }

    /** Carries what a filter may throw through a transaction, which it rolls back. */
    private static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Failed(Exception cause) {
            super(cause);
        }

        void rethrow() throws ServletException, IOException {
            switch (getCause()) {
                case IOException e -> throw e;
                case ServletException e -> throw e;
                case null, default -> throw this;
            }
        }
    }
}
