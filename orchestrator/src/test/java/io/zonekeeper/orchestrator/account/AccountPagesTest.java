package io.zonekeeper.orchestrator.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.orchestrator.Browser;
import io.zonekeeper.orchestrator.OrchestratorFixture;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccountPagesTest {

    private static final String PASSWORD = OrchestratorFixture.ADMIN_PASSWORD;

    @RegisterExtension
    static final OrchestratorFixture orchestrator = OrchestratorFixture.shared();

    private static Browser admin;
    private static String group;

    @BeforeAll
    static void logIn() {
        admin = loggedIn(OrchestratorFixture.ADMIN, PASSWORD);
        group = orchestrator.newGroup();
    }

    @AfterAll
    static void close() {
        admin.close();
    }

    @Test
    void aUserIsAddedLimitedAndDisabled() {
        HttpResponse<String> refused = admin.submit(
                "/users/new", "/users", Map.of("username", "no good", "password", "short", "role", "viewer"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("value=\"no good\"", "id=\"username-wrong\"", "id=\"password-wrong\"")
                .doesNotContain("\"short\"");

        HttpResponse<String> added = admin.submit(
                "/users/new",
                "/users",
                Map.of(
                        "username",
                        "kim",
                        "password",
                        PASSWORD,
                        "role",
                        "operator",
                        "limited",
                        "true",
                        "group:" + group,
                        "true"));
        assertThat(added.statusCode()).isEqualTo(302);
        assertThat(admin.get("/users").body()).contains("User kim is added.", group);

        String edit = address("/users", "kim");
        assertThat(admin.get(edit).body()).contains("Edit kim", "id=\"group-%s\"".formatted(group));
        try (Browser kim = loggedIn("kim", PASSWORD)) {
            assertThat(kim.get("/account").body()).contains("operator", group);
            HttpResponse<String> forbidden = kim.get("/users");
            assertThat(forbidden.statusCode()).isEqualTo(403);
            assertThat(forbidden.body()).contains("<nav class=\"side\"");
            assertThat(admin.submit(edit, edit, Map.of("role", "viewer")).statusCode())
                    .isEqualTo(302);
            assertThat(admin.get("/users").body()).contains("User kim is changed");
            assertThat(kim.get("/account").statusCode())
                    .as("a changed user logs in again")
                    .isEqualTo(302);
            kim.logIn("kim", PASSWORD);
            assertThat(kim.get("/account").body()).contains("viewer").doesNotContain(group);

            String reset = edit.replace("/edit", "/password");
            HttpResponse<String> tooShort = admin.submit(edit, reset, Map.of("password", "short"));
            assertThat(tooShort.statusCode()).isEqualTo(422);
            assertThat(tooShort.body()).contains("id=\"password-wrong\"");
            assertThat(admin.submit(edit, reset, Map.of("password", "another long one"))
                            .statusCode())
                    .isEqualTo(302);
            assertThat(kim.get("/account").statusCode()).isEqualTo(302);
            kim.logIn("kim", "another long one");
            assertThat(kim.get("/account").statusCode()).isEqualTo(200);

            assertThat(admin.get("/users").body()).contains("User kim has another password");
            admin.submit("/users", edit.replace("/edit", "/disable"), Map.of());
            assertThat(admin.get("/users").body()).contains("User kim is disabled");
            assertThat(kim.get("/account").statusCode()).isEqualTo(302);
            assertThat(location(kim.logIn("kim", "another long one"))).endsWith("/login?error");
        }
    }

    @Test
    void theLastAdministratorIsNotDisabled() {
        admin.submit("/users", address("/users", "admin").replace("/edit", "/disable"), Map.of());
        assertThat(admin.get("/users").body()).contains("last administrator of all groups");
    }

    @Test
    void aPasswordIsChangedByWhoKnowsItAndOtherSessionsEnd() {
        String name = user("viewer");
        try (Browser here = loggedIn(name, PASSWORD);
                Browser there = loggedIn(name, PASSWORD)) {
            assertThat(here.get("/account").body()).contains("This one", "127.0.0.1", "End all others");
            HttpResponse<String> wrong = here.submit(
                    "/account",
                    "/account/password",
                    Map.of("current_password", "guessed", "new_password", "a new long password"));
            assertThat(wrong.statusCode()).isEqualTo(422);
            assertThat(wrong.body())
                    .contains("id=\"current_password-wrong\"")
                    .doesNotContain("guessed", "a new long password");
            HttpResponse<String> changed = here.submit(
                    "/account",
                    "/account/password",
                    Map.of("current_password", PASSWORD, "new_password", "a new long password"));
            assertThat(location(changed)).endsWith("/account");
            assertThat(here.get("/account").body()).contains("Your password is changed");
            assertThat(there.get("/account").statusCode()).isEqualTo(302);
            assertThat(location(there.logIn(name, PASSWORD))).endsWith("/login?error");
            assertThat(location(there.logIn(name, "a new long password"))).doesNotContain("error");
        }
    }

    @Test
    void guessingTheOwnPasswordIsSlowedDown() {
        String name = user("viewer");
        try (Browser browser = loggedIn(name, PASSWORD)) {
            Map<String, String> guess = Map.of("current_password", "guessed", "new_password", "a new long password");
            for (int i = 0; i < 5; i++) {
                assertThat(browser.submit("/account", "/account/password", guess)
                                .statusCode())
                        .isEqualTo(422);
            }
            HttpResponse<String> blocked = browser.submit(
                    "/account",
                    "/account/password",
                    Map.of("current_password", PASSWORD, "new_password", "a new long password"));
            assertThat(blocked.statusCode()).isEqualTo(409);
            assertThat(blocked.body()).contains("Too many wrong passwords");
        }
    }

    @Test
    void aSessionIsEndedFromAnotherOne() {
        String name = user("viewer");
        try (Browser here = loggedIn(name, PASSWORD);
                Browser there = loggedIn(name, PASSWORD);
                Browser stranger = loggedIn(user("viewer"), PASSWORD)) {
            String end = found(here.get("/account").body(), "action=\"(/account/sessions/[0-9a-f]+/end)\"");
            assertThat(stranger.submit("/account", end, Map.of()).statusCode()).isEqualTo(404);
            assertThat(there.get("/account").statusCode()).isEqualTo(200);
            assertThat(here.submit("/account", end, Map.of()).statusCode()).isEqualTo(302);
            assertThat(there.get("/account").statusCode()).isEqualTo(302);
            assertThat(here.get("/account").body())
                    .contains("The session has ended.")
                    .doesNotContain("End all others");
            there.logIn(name, PASSWORD);
            here.submit("/account", "/account/sessions/end-others", Map.of());
            assertThat(here.get("/account").body()).contains("Other sessions that have ended: 1.");
            assertThat(there.get("/account").statusCode()).isEqualTo(302);
        }
    }

    @Test
    void aTokenIsShownOnceAndRevoked() {
        try (Browser browser = loggedIn(user("operator"), PASSWORD)) {
            assertThat(browser.get("/tokens").body()).contains("No token yet");
            assertThat(browser.submit("/tokens/new", "/tokens", Map.of("name", ""))
                            .statusCode())
                    .isEqualTo(422);
            HttpResponse<String> made = browser.submit(
                    "/tokens/new",
                    "/tokens",
                    Map.of(
                            "name",
                            "ci",
                            "role",
                            "viewer",
                            "expires_in_days",
                            "30",
                            "limited",
                            "true",
                            "group:" + group,
                            "true"));
            assertThat(made.statusCode()).isEqualTo(201);
            assertThat(made.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
            String token = found(made.body(), "(zk_[A-Za-z0-9_-]{43})");
            var me = orchestrator.api().as(token).get("/me").expect(200).json();
            assertThat(me.path("role").asString()).isEqualTo("viewer");
            assertThat(me.path("groups").toString()).isEqualTo("[\"%s\"]".formatted(group));
            assertThat(me.path("sees_secrets").asBoolean()).isFalse();
            String list = browser.get("/tokens").body();
            assertThat(list).contains("ci", group, "no secrets").doesNotContain(token);
            browser.submit("/tokens", found(list, "action=\"(/tokens/[0-9]+/revoke)\""), Map.of());
            orchestrator.api().as(token).get("/me").expect(401);
        }
    }

    @Test
    void theAuditIsFilteredAndPaged() {
        for (int i = 0; i < 60; i++) {
            orchestrator
                    .admin()
                    .patch("/groups/" + group, Map.of("description", "change " + i))
                    .expect(200);
        }
        String first = admin.get("/audit?area=group&who=ADMIN&q=" + group).body();
        assertThat(first)
                .contains("group.change", "127.0.0.1", "change 58", "change 59")
                .doesNotContain("group.create");
        String older = found(first, "href=\"(/audit[^\"]*after=[^\"]+)\"").replace("&amp;", "&");
        assertThat(admin.get(older).body()).contains("group.create", "change 3").doesNotContain("change 59");
        assertThat(admin.get("/audit?who=nobody").body()).contains("Nothing fits");
        assertThat(admin.get("/audit?q=%00").statusCode()).isEqualTo(200);
        assertThat(admin.get("/audit?after=guessed").statusCode()).isEqualTo(422);
    }

    private static Browser loggedIn(String name, String password) {
        Browser browser = new Browser(orchestrator.url());
        browser.logIn(name, password);
        return browser;
    }

    private static String user(String role) {
        orchestrator.userWithRole(role);
        orchestrator.jdbc().sql("delete from api_token where name = 'test'").update();
        return orchestrator
                .jdbc()
                .sql("select name from app_user order by id desc limit 1")
                .query(String.class)
                .single();
    }

    /** Of the page that edits the user of this name. */
    private static String address(String list, String name) {
        long id = orchestrator
                .jdbc()
                .sql("select id from app_user where name = :name")
                .param("name", name)
                .query(Long.class)
                .single();
        String edit = "%s/%d/edit".formatted(list, id);
        assertThat(admin.get(list).body()).contains(edit);
        return edit;
    }

    private static String found(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }
}
