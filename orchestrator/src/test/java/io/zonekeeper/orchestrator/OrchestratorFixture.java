package io.zonekeeper.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonekeeper.common.services.Services;
import io.zonekeeper.common.services.TemplateDatabase;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.wire.Queues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An orchestrator started as in production, on a free port, with a database of its own and the set-up done. To be held in a static
 * field with {@code @RegisterExtension}. Most classes take one that is {@link #shared}, since a start takes longer than their tests; one
 * made by the constructor is of its class alone and may be stopped, cut off or set up in another way.
 */
public final class OrchestratorFixture implements BeforeAllCallback, AfterAllCallback {

    public static final String ADMIN = "admin";
    public static final String ADMIN_PASSWORD = "correct horse battery";

    private static final OrchestratorFixture SHARED = new OrchestratorFixture().forAllClasses();
    private static final OrchestratorFixture SHARED_WITHOUT_TICKS =
            new OrchestratorFixture().with("ZONEKEEPER_TICKING", "false").forAllClasses();

    /** Of {@link #sharedByHand}: never set back, so it goes on from where the class before has left it. */
    public static final ManualClock CLOCK = new ManualClock();

    private static final OrchestratorFixture SHARED_BY_HAND = new OrchestratorFixture()
            .at(CLOCK)
            .with("ZONEKEEPER_TICKING", "false")
            .with("ZONEKEEPER_MAX_ATTEMPTS", "3")
            .with("ZONEKEEPER_RETRY_BACKOFF", "60s")
            .forAllClasses();

    private final Map<String, String> settings = new HashMap<>();
    private final List<String> groups = new ArrayList<>();
    private final String database = "test_" + UUID.randomUUID().toString().replace("-", "");
    private Clock clock = Clock.systemUTC();
    private boolean migrated = true;
    private @Nullable OrchestratorFixture original;
    private boolean setUp = true;
    private boolean shared;
    private @Nullable ConfigurableApplicationContext context;
    private @Nullable Path folder;
    private @Nullable Api admin;
    private @Nullable DatabaseSnapshot afterSetup;

    /**
     * The one of this JVM with the settings' defaults, started when a class needs it for the first time. After each class its database is
     * as after the set-up again, identifiers apart: those of earlier classes are not given again.
     */
    public static OrchestratorFixture shared() {
        return SHARED;
    }

    /** As {@link #shared}, but nothing happens by itself. */
    public static OrchestratorFixture sharedWithoutTicks() {
        return SHARED_WITHOUT_TICKS;
    }

    /** As {@link #sharedWithoutTicks}, with {@link #CLOCK}, three attempts and a backoff of 60 s. */
    public static OrchestratorFixture sharedByHand() {
        return SHARED_BY_HAND;
    }

    private OrchestratorFixture forAllClasses() {
        this.shared = true;
        return this;
    }

    /** Another clock than the system's; before the start. */
    public OrchestratorFixture at(Clock clock) {
        this.clock = clock;
        return this;
    }

    /** A setting by its name; before the start. */
    public OrchestratorFixture with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Leaves out the set-up, so there is no user. */
    public OrchestratorFixture withoutSetup() {
        this.setUp = false;
        return this;
    }

    /** Leaves the tables to whoever makes them first. */
    public OrchestratorFixture withoutTables() {
        this.migrated = false;
        return this;
    }

    /** Begins with all that one has which was set up and is stopped; so there is an {@link #admin} without a start. */
    public OrchestratorFixture onACopyOf(OrchestratorFixture stopped) {
        this.original = stopped;
        return this;
    }

    @Override
    public void beforeAll(ExtensionContext test) throws Exception {
        if (!shared) {
            startFresh();
        } else if (context == null) {
            startFresh();
            afterSetup = new DatabaseSnapshot(jdbc());
            Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
        }
    }

    @Override
    public void afterAll(ExtensionContext test) {
        if (afterSetup == null) {
            remove();
        } else {
            deleteQueues();
            afterSetup.restore(jdbc());
        }
    }

    /** Starts with a fresh database and does the set-up. */
    public void startFresh() throws IOException {
        prepare();
        start();
        if (setUp) {
            Api.Answer answer =
                    api().post("/setup", Map.of("token", setupToken(), "username", ADMIN, "password", ADMIN_PASSWORD));
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            admin = api().as(answer.json().path("token").asString());
        }
    }

    /** Stops and leaves nothing behind. */
    public void remove() {
        if (context != null) {
            deleteQueues();
        }
        stop();
        TemplateDatabase.execute("drop database if exists %s with (force)".formatted(database));
        if (folder != null) {
            try {
                Files.deleteIfExists(folder.resolve("setup-token"));
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void deleteQueues() {
        groups.forEach(group -> bean(AmqpAdmin.class).deleteQueue(Queues.GROUP_PREFIX + group));
        groups.clear();
    }

    /** Makes the database and the folder, without a start. */
    public void prepare() throws IOException {
        TemplateDatabase.execute("create database %s template %s".formatted(database, template()));
        if (original != null) {
            admin = original.admin;
        }
        folder = Files.createTempDirectory("zonekeeper-test");
        settings.putIfAbsent("ZONEKEEPER_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));
        settings.putIfAbsent(
                "ZONEKEEPER_SETUP_TOKEN_FILE", folder.resolve("setup-token").toString());
        settings.putIfAbsent("ZONEKEEPER_HTTP_PORT", "0");
        settings.putIfAbsent("ZONEKEEPER_DATABASE_CONNECTIONS", "10");
        settings.putIfAbsent("ZONEKEEPER_AMQP_URL", Services.amqpUrl());
        settings.putIfAbsent("ZONEKEEPER_REDIS_URL", Services.redisUrl());
        settings.putIfAbsent("ZONEKEEPER_RESULTS_STREAM", "results:" + database);
        settings.putIfAbsent("ZONEKEEPER_DATABASE_URL", Services.databaseUrl(database));
        settings.putIfAbsent("ZONEKEEPER_DATABASE_USER", Services.databaseUser());
        settings.putIfAbsent("ZONEKEEPER_DATABASE_PASSWORD", Services.databasePassword());
    }

    private String template() {
        if (original != null) {
            return original.database;
        }
        return migrated ? MigratedTemplate.DATABASE.name() : "template1";
    }

    public void start() {
        context = Orchestrator.start(new Environment(settings), clock);
    }

    public void stop() {
        if (context != null) {
            context.close();
            context = null;
        }
    }

    public <T> T bean(Class<T> type) {
        return started().getBean(type);
    }

    public <T> List<T> beans(Class<T> type) {
        return List.copyOf(started().getBeansOfType(type).values());
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    /** The settings by name, for a process of its own. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** What this orchestrator was started with. */
    public Environment environment() {
        return new Environment(settings);
    }

    /** What the program does with these arguments and the settings of this orchestrator, which may be running or not. */
    public Output run(String... arguments) {
        return Output.of(environment(), arguments);
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) started()).getWebServer().getPort();
    }

    /** The API without a token. */
    public Api api() {
        return new Api(url() + "/api/v1", null);
    }

    /** The API as the administrator. */
    public Api admin() {
        if (admin == null) {
            throw new IllegalStateException("The fixture was started without set-up.");
        }
        return new Api(url() + "/api/v1", admin.token());
    }

    /**
     * The API as a new user of this role, whose name is returned by {@code GET /me} and whose password is that of the admin.
     *
     * @param limitedTo the groups the user sees; none given for all
     */
    public Api userWithRole(String role, String... limitedTo) {
        String name = role + "-" + UUID.randomUUID().toString().substring(0, 8);
        Map<String, Object> user = new HashMap<>(Map.of("username", name, "password", ADMIN_PASSWORD, "role", role));
        if (limitedTo.length > 0) {
            user.put("groups", List.of(limitedTo));
        }
        admin().post("/users", user).expect(201);
        String token = "zk_test_" + UUID.randomUUID();
        jdbc().sql("""
                insert into api_token (user_id, name, prefix, sha256)
                select id, 'test', 'zk_test', sha256(:token::bytea) from app_user where name = :name
                """).param("token", token).param("name", name).update();
        return api().as(token);
    }

    /** A group of a random name, made through the API; its queue goes with the fixture. */
    public String newGroup() {
        return newGroup(newGroupName());
    }

    /** As {@link #newGroup()}, by a name of one's own: only where no other class of the suite has a group of that name. */
    public String newGroup(String name) {
        groups.add(name);
        admin().post("/groups", Map.of("name", name)).expect(201);
        return name;
    }

    /** A random name for a group, whose queue goes with the fixture. */
    public String newGroupName() {
        String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        groups.add(name);
        return name;
    }

    /** Refuses connections to the database and ends those there are. */
    public void closeDatabase() {
        TemplateDatabase.execute("alter database %s allow_connections false".formatted(database));
        TemplateDatabase.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where backend_type = 'client backend' and datname = '%s'"
                        .formatted(database));
    }

    /** Takes back {@link #closeDatabase()}. */
    public void openDatabase() {
        TemplateDatabase.execute("alter database %s allow_connections true".formatted(database));
    }

    public Path setupTokenFile() {
        return Path.of(settings.getOrDefault("ZONEKEEPER_SETUP_TOKEN_FILE", ""));
    }

    private String setupToken() throws IOException {
        return Files.readString(setupTokenFile()).strip();
    }

    private ConfigurableApplicationContext started() {
        if (context == null) {
            throw new IllegalStateException("The orchestrator of the fixture is not started.");
        }
        return context;
    }
}
