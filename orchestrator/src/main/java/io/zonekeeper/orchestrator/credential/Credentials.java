package io.zonekeeper.orchestrator.credential;

import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.DatabaseTime;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.web.Page;
import io.zonekeeper.orchestrator.web.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The table credential. Thread-safe. */
@Component
public class Credentials {

    /** A shared account must not lock a network: at the fifth refusal in a row no more logins are tried. */
    public static final int REFUSALS_THAT_PAUSE = 5;

    private static final Logger log = LoggerFactory.getLogger(Credentials.class);

    private static final String SELECT = """
            select c.*, g.name as group_name,
                (select count(*) from device d where d.credential_id = c.id and d.deleted_at is null) as device_count
            from credential c left join collector_group g on g.id = c.group_id
            """;

    private final JdbcClient jdbc;
    private final CredentialSeal seal;
    private final MasterKeyRecord masterKey;
    private final Audit audit;
    private final Clock clock;

    Credentials(JdbcClient jdbc, CredentialSeal seal, MasterKeyRecord masterKey, Audit audit, Clock clock) {
        this.jdbc = jdbc;
        this.seal = seal;
        this.masterKey = masterKey;
        this.audit = audit;
        this.clock = clock;
    }

    private record Row(
            long id,
            String name,
            String username,
            @Nullable GroupName group,
            byte[] sealed,
            int version,
            Credential.@Nullable Pause paused,
            int refusals,
            int deviceCount,
            @Nullable Instant rotatedAt,
            Instant createdAt,
            Instant updatedAt) {}

    /**
     * The login of a credential, whether paused or not.
     *
     * @return empty if there is no such credential
     * @throws IllegalStateException if it cannot be unsealed: the master key is another one than it was sealed with
     */
    public Optional<Login> open(long id) {
        return row(Scope.all(), id).map(this::open);
    }

    public Optional<Credential> find(Scope scope, long id) {
        return row(scope, id).map(this::view);
    }

    /** @param name in whatever case */
    public Optional<Credential> find(Scope scope, String name) {
        return jdbc.sql(SELECT + "where lower(c.name) = lower(:name) and " + scope.over("c.group_id"))
                .param("name", name)
                .query(Credentials::row)
                .optional()
                .map(this::view);
    }

    public List<Credential> all(Scope scope) {
        return jdbc
                .sql(SELECT + "where " + scope.over("c.group_id") + " order by lower(c.name)")
                .query(Credentials::row)
                .list()
                .stream()
                .map(this::view)
                .toList();
    }

    /** By name. */
    Page<Credential> list(Scope scope, PageRequest request) {
        List<Row> rows = jdbc.sql(SELECT + "where " + scope.over("c.group_id") + """
                 and (:first or lower(c.name) > lower(:after))
                order by lower(c.name) limit :limit
                """)
                .param("first", request.after().isEmpty())
                .param("after", request.afterText())
                .param("limit", request.fetch())
                .query(Credentials::row)
                .list();
        return Page.of(rows, request, row -> List.of(row.name())).map(this::view);
    }

    /** Counts a login refused by a device; the fifth in a row pauses the credential. */
    @Transactional
    public void recordRefusal(long id) {
        jdbc.sql("update credential set refusals = refusals + 1 where id = :id")
                .param("id", id)
                .update();
        String reason = "%d logins in a row were refused".formatted(REFUSALS_THAT_PAUSE);
        jdbc.sql("""
                update credential set paused_at = :now, pause_reason = :reason
                where id = :id and paused_at is null and refusals >= :limit
                returning name
                """)
                .param("id", id)
                .param("now", DatabaseTime.of(clock.instant()))
                .param("reason", reason)
                .param("limit", REFUSALS_THAT_PAUSE)
                .query(String.class)
                .optional()
                .ifPresent(name -> {
                    audit.record(Audit.SYSTEM, "credential.pause", "credential " + name, reason);
                    log.info("Credential {} is paused: {}.", name, reason);
                });
    }

    /** A device let this credential in: refusals before do not count any more. */
    public void recordSuccess(long id) {
        jdbc.sql("update credential set refusals = 0 where id = :id and refusals > 0 and paused_at is null")
                .param("id", id)
                .update();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if the name is taken, in whatever case */
    long insert(CredentialForm form, @Nullable Long groupId) {
        masterKey.hold(seal.masterKey());
        long id = jdbc.sql("select nextval(pg_get_serial_sequence('credential', 'id'))")
                .query(Long.class)
                .single();
        jdbc.sql("""
                insert into credential (id, name, username, group_id, sealed, version, created_at, updated_at)
                overriding system value
                values (:id, :name, :username, :group, :sealed, 1, :now, :now)
                """)
                .param("id", id)
                .param("name", form.name())
                .param("username", form.username())
                .param("group", groupId)
                .param("sealed", seal.seal(id, 1, form.secrets()))
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
        return id;
    }

    /** Keeps others from changing the credential until the transaction ends; does nothing if there is none. */
    void lock(long id) {
        jdbc.sql("select id from credential where id = :id for update")
                .param("id", id)
                .query(Long.class)
                .optional();
    }

    Optional<CredentialForm> form(Scope scope, long id) {
        return row(scope, id).map(row -> {
            Login login = open(row);
            return new CredentialForm(
                    row.name(),
                    login.username(),
                    login.password(),
                    login.privateKey(),
                    login.passphrase(),
                    login.enableSecret(),
                    row.group() == null ? null : row.group().value());
        });
    }

    /**
     * @param rotated whether a secret is another one than before
     * @throws org.springframework.dao.DuplicateKeyException if the name is taken, in whatever case
     */
    void update(long id, CredentialForm form, @Nullable Long groupId, int version, boolean rotated) {
        masterKey.hold(seal.masterKey());
        jdbc.sql("""
                update credential
                set name = :name, username = :username, group_id = :group, sealed = :sealed, version = :version, updated_at = :now,
                    rotated_at = case when :rotated then :now else rotated_at end
                where id = :id
                """)
                .param("id", id)
                .param("name", form.name())
                .param("username", form.username())
                .param("group", groupId)
                .param("sealed", seal.seal(id, version, form.secrets()))
                .param("version", version)
                .param("rotated", rotated)
                .param("now", DatabaseTime.of(clock.instant()))
                .update();
    }

    boolean isUsedOutside(long id, long groupId) {
        return jdbc.sql("""
                select exists (select from device where credential_id = :id and group_id <> :group and deleted_at is null)
                """)
                .param("id", id)
                .param("group", groupId)
                .query(Boolean.class)
                .single();
    }

    void resume(long id) {
        jdbc.sql("update credential set refusals = 0, paused_at = null, pause_reason = null where id = :id")
                .param("id", id)
                .update();
    }

    void delete(long id) {
        jdbc.sql("update device set credential_id = null where credential_id = :id and deleted_at is not null")
                .param("id", id)
                .update();
        jdbc.sql("delete from credential where id = :id").param("id", id).update();
    }

    private Optional<Row> row(Scope scope, long id) {
        return jdbc.sql(SELECT + "where c.id = :id and " + scope.over("c.group_id"))
                .param("id", id)
                .query(Credentials::row)
                .optional();
    }

    private Login open(Row row) {
        CredentialSeal.Secrets secrets = secrets(row);
        return new Login(
                row.username(),
                secrets.password(),
                secrets.privateKey(),
                secrets.passphrase(),
                secrets.enableSecret(),
                row.version());
    }

    private CredentialSeal.Secrets secrets(Row row) {
        try {
            return seal.open(row.id(), row.version(), row.sealed());
        } catch (SealException e) {
            throw new IllegalStateException(
                    "Credential %s cannot be opened: %s. Was the master key changed?"
                            .formatted(row.name(), e.getMessage()),
                    e);
        }
    }

    private Credential view(Row row) {
        CredentialSeal.Secrets secrets = secrets(row);
        return new Credential(
                row.id(),
                row.name(),
                row.username(),
                row.group(),
                secrets.password() != null,
                secrets.privateKey() != null,
                secrets.passphrase() != null,
                secrets.enableSecret() != null,
                row.version(),
                row.paused(),
                row.refusals(),
                row.deviceCount(),
                row.rotatedAt(),
                row.createdAt(),
                row.updatedAt());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        String group = row.getString("group_name");
        Instant pausedAt = DatabaseTime.readNullable(row, "paused_at");
        return new Row(
                row.getLong("id"),
                row.getString("name"),
                row.getString("username"),
                group == null ? null : new GroupName(group),
                row.getBytes("sealed"),
                row.getInt("version"),
                pausedAt == null ? null : new Credential.Pause(pausedAt, row.getString("pause_reason")),
                row.getInt("refusals"),
                row.getInt("device_count"),
                DatabaseTime.readNullable(row, "rotated_at"),
                DatabaseTime.read(row, "created_at"),
                DatabaseTime.read(row, "updated_at"));
    }
}
