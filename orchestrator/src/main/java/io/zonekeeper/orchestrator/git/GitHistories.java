package io.zonekeeper.orchestrator.git;

import io.zonekeeper.orchestrator.DatabaseTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the consumer's tables git_work and git_remote. Thread-safe. */
@Component
public class GitHistories {

    private final JdbcClient jdbc;

    GitHistories(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    public GitStatus status() {
        long waiting = jdbc.sql("select count(*) from git_work where done_at is null")
                .query(Long.class)
                .single();
        return new GitStatus(waiting, remote().orElse(null));
    }

    /** Empty if the history is not pushed anywhere. */
    public Optional<GitStatus.Remote> remote() {
        return jdbc.sql("select url, pushed_commit, pushed_at, failure, failed_at, next_try_at from git_remote")
                .query((row, _) -> new GitStatus.Remote(
                        row.getString("url"),
                        row.getString("pushed_commit"),
                        DatabaseTime.readNullable(row, "pushed_at"),
                        row.getString("failure"),
                        DatabaseTime.readNullable(row, "failed_at"),
                        DatabaseTime.readNullable(row, "next_try_at")))
                .optional();
    }
}
