package io.zonekeeper.orchestrator;

import java.util.List;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the tables hold at one time, kept in a schema beside them. An orchestrator may run on them meanwhile. */
final class DatabaseSnapshot {

    private static final int MOST_TRIES = 10;

    private final List<String> tables;

    /** As they were made: a table that refers to another comes after it. */
    private final List<String> filled;

    /** Takes it. */
    DatabaseSnapshot(JdbcClient jdbc) {
        tables = jdbc.sql("""
                select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
                and relname <> 'flyway_schema_history'
                order by oid
                """).query(String.class).list();
        jdbc.sql("create schema snapshot").update();
        tables.forEach(table -> jdbc.sql("create table snapshot.%1$s as table public.%1$s".formatted(table))
                .update());
        filled = tables.stream()
                .filter(table -> jdbc.sql("select exists (select from snapshot.%s)".formatted(table))
                        .query(Boolean.class)
                        .single())
                .toList();
    }

    /** Puts it in place of what the tables hold now. Sequences go on. */
    void restore(JdbcClient jdbc) {
        StringBuilder statements = new StringBuilder("truncate %s;".formatted(String.join(", ", tables)));
        filled.forEach(table ->
                statements.append("insert into %1$s overriding system value table snapshot.%1$s;".formatted(table)));
        for (int tries = 1; ; tries++) {
            try {
                jdbc.sql("do $$ begin %s end $$".formatted(statements)).update();
                return;
            } catch (PessimisticLockingFailureException e) {
                // A tick has locked what is truncated later, and waits for what is truncated already.
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }
}
