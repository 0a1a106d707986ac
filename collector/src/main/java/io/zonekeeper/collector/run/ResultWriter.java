package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.Collected;
import io.zonekeeper.common.job.DeviceJob;
import io.zonekeeper.common.job.JobMessage;
import io.zonekeeper.common.job.UnsupportedJob;
import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.result.ResultHeader;
import java.time.Clock;
import java.time.Instant;

/** Puts what a job was and what came of it together as its result. Thread-safe. */
public final class ResultWriter {

    private final String instance;
    private final Clock clock;

    public ResultWriter(String instance, Clock clock) {
        this.instance = instance;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    JobResult write(JobRunner.Received about, Visited visited) {
        ResultHeader header = header(about, visited);
        return switch (visited.ending()) {
            case Visited.Ending.Captured(Collected collected) ->
                new JobResult.Captured(
                        header,
                        Content.of(collected.content()::writeTo),
                        collected.binary(),
                        collected.compareSha256(),
                        collected.secretSpans(),
                        collected.volatileSpans(),
                        collected.context());
            case Visited.Ending.LoggedIn _ -> new JobResult.Completed(header);
            case Visited.Ending.Failed failed -> new JobResult.Failed(header, failed.kind(), failed.detail());
        };
    }

    private ResultHeader header(JobRunner.Received about, Visited visited) {
        return switch (about.received()) {
            case JobMessage message ->
                switch (message.job()) {
                    case DeviceJob job ->
                        new ResultHeader(
                                job.taskId(),
                                job.taskIdentifier(),
                                job.kind().wireName(),
                                job.deviceId(),
                                job.group(),
                                instance,
                                job.attempt(),
                                job.initiatedAt(),
                                about.at(),
                                visited.connectedAt(),
                                visited.endedAt(),
                                visited.durationMs(),
                                visited.log(),
                                visited.transcript(),
                                visited.hostKey(),
                                about.keyId());
                };
            case UnsupportedJob job ->
                new ResultHeader(
                        job.taskId(),
                        job.taskIdentifier(),
                        job.kind(),
                        job.deviceId(),
                        job.group(),
                        instance,
                        job.attempt(),
                        job.initiatedAt(),
                        about.at(),
                        visited.connectedAt(),
                        visited.endedAt(),
                        visited.durationMs(),
                        visited.log(),
                        visited.transcript(),
                        visited.hostKey(),
                        about.keyId());
        };
    }
}
