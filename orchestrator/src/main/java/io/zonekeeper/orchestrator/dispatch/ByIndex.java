package io.zonekeeper.orchestrator.dispatch;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How the statements of dispatch and settlement are planned: each reads a few rows of large tables, by index. PostgreSQL plans by
 * statistics, and they know nothing of a run of many jobs until a minute after it was inserted.
 */
final class ByIndex {

    private ByIndex() {}

    /** Until the end of the transaction. */
    static void plan(JdbcClient jdbc) {
        jdbc.sql("""
                select set_config(name, 'off', true)
                from unnest(array['enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_mergejoin', 'enable_sort'])
                    as name
                """).query(String.class).list();
    }
}
