package io.zonekeeper.devenv.bench;

import io.zonekeeper.devenv.stack.StackException;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser without a screen: visits the orchestrator's pages as a user who has logged in. */
final class Pages {

    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
    private static final Pattern NEXT = Pattern.compile("<a[^>]*href=\"([^\"]+)\"[^>]*rel=\"next\"");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient client =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String root;

    private Pages(String root) {
        this.root = root;
    }

    /**
     * A page and how long it took.
     *
     * @param next address of the next page of the list, if there is one
     */
    record Visit(String path, double millis, String body, Optional<String> next) {}

    static Pages loggedIn(String root, String user, String password) {
        Pages pages = new Pages(root);
        Matcher token = TOKEN.matcher(pages.visit("/login").body());
        if (!token.find()) {
            throw new StackException("The login page has no form");
        }
        String form =
                "username=%s&password=%s&_csrf=%s".formatted(encoded(user), encoded(password), encoded(token.group(1)));
        pages.send(HttpRequest.newBuilder(URI.create(root + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        pages.visit("/");
        return pages;
    }

    Visit visit(String path) {
        long start = System.nanoTime();
        HttpResponse<String> page =
                send(HttpRequest.newBuilder(URI.create(root + path)).GET());
        double millis = (System.nanoTime() - start) / 1e6;
        if (page.statusCode() != 200) {
            throw new StackException("GET %s was answered %d".formatted(path, page.statusCode()));
        }
        Matcher next = NEXT.matcher(page.body());
        return new Visit(
                path,
                millis,
                page.body(),
                next.find() ? Optional.of(next.group(1).replace("&amp;", "&")) : Optional.empty());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.header("Accept", "text/html").timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new StackException("A page got no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("A page was interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
