package io.zonekeeper.collector.run;

import io.zonekeeper.collector.plugin.BackupPlugin;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.DeviceJob;
import io.zonekeeper.common.job.Job;
import io.zonekeeper.common.job.JobMessage;
import io.zonekeeper.common.job.Limits;
import io.zonekeeper.common.job.ReceivedJob;
import io.zonekeeper.common.job.UnsupportedJob;
import io.zonekeeper.common.result.FailureKind;
import io.zonekeeper.common.result.JobResult;
import io.zonekeeper.common.seal.Keyring;
import io.zonekeeper.common.seal.SealException;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.common.wire.TaskId;
import io.zonekeeper.common.wire.WireException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Runs the job of one message to its result and settles the message: first the result is stored, then the message is
 * acknowledged, then the device's lock is given back. A stop anywhere between loses nothing: the message comes again and finds
 * the marker or the lock. Thread-safe.
 */
public final class JobRunner {

    private static final Logger log = LoggerFactory.getLogger(JobRunner.class);

    /** The reconcile time of an attempt is its latest start, its hard limit and this. */
    private static final Duration RECONCILE_GRACE = Duration.ofMinutes(1);

    private static final Duration MARKER_AFTER_RECONCILE = Duration.ofHours(1);

    /** For jobs whose latest start is not known here. */
    private static final Duration LONGEST_MARKER = Duration.ofDays(1);

    private final Keyring keyring;
    private final Plugins plugins;
    private final DeviceLeases leases;
    private final Ledger ledger;
    private final Sessions sessions;
    private final ResultWriter writer;
    private final RunningJobs running;

    /** Platform names to plugins. */
    public interface Plugins {
        Optional<BackupPlugin> find(String platform);
    }

    public JobRunner(
            Keyring keyring,
            Plugins plugins,
            DeviceLeases leases,
            Ledger ledger,
            Sessions sessions,
            ResultWriter writer,
            RunningJobs running) {
        this.keyring = keyring;
        this.plugins = plugins;
        this.leases = leases;
        this.ledger = ledger;
        this.sessions = sessions;
        this.writer = writer;
        this.running = running;
    }

    /**
     * Returns when the message is settled. Never throws but on interruption, which leaves the message unsettled.
     *
     * @throws InterruptedException if the process ends
     */
    public void run(Message message) throws InterruptedException {
        Instant receivedAt = writer.now();
        ReceivedJob received;
        try {
            received = decode(message);
        } catch (WireException e) {
            log.warn("A message of group {} goes to the dead letters. {}", message.group(), e.getMessage());
            message.reject();
            return;
        }
        Received about = new Received(received, receivedAt);
        running.begin(about.taskId());
        try {
            switch (received) {
                case UnsupportedJob job -> {
                    if (ledger.isDone(job.taskId())) {
                        message.acknowledge();
                    } else {
                        answer(about, FailureKind.UNSUPPORTED, job.reason(), message);
                    }
                }
                case JobMessage job -> runOnDevice(deviceJob(job), job, about, message);
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            log.error("Job {} failed through a fault of this collector.", about.taskId(), e);
            if (!message.isSettled()) {
                answer(about, FailureKind.INTERNAL, internal(e), message);
            }
        } finally {
            running.end(about.taskId());
        }
    }

    /** So far every job is one on a device. */
    private static DeviceJob deviceJob(JobMessage message) {
        return switch (message.job()) {
            case DeviceJob device -> device;
        };
    }

    static String internal(Throwable fault) {
        return "A fault of the collector (%s); its log has more."
                .formatted(fault.getClass().getSimpleName());
    }

    private static ReceivedJob decode(Message message) throws WireException {
        ReceivedJob received = JobMessage.decode(message.body());
        GroupName group =
                switch (received) {
                    case JobMessage job -> job.job().group();
                    case UnsupportedJob job -> job.group();
                };
        if (!group.equals(message.group())) {
            throw new WireException("The message is a job of group %s and came by the queue %s."
                    .formatted(group, message.group().queue()));
        }
        return received;
    }

    private void runOnDevice(DeviceJob job, JobMessage sealed, Received about, Message message)
            throws InterruptedException {
        boolean done = false;
        while (!done) {
            boolean late = isLate(job);
            Optional<DeviceLeases.Taken> taken = leases.take(job, late ? Duration.ZERO : DeviceLeases.WAIT);
            if (taken.isEmpty()) {
                answerUnlessDone(job, late, about, message);
                return;
            }
            try (DeviceLease lease = taken.get().lease()) {
                done = runUnderLease(job, sealed, about, taken.get(), message);
            }
        }
    }

    private void answerUnlessDone(DeviceJob job, boolean late, Received about, Message message)
            throws InterruptedException {
        if (ledger.isDone(job.taskId())) {
            message.acknowledge();
        } else if (late) {
            answer(about, FailureKind.EXPIRED, expired(job), message);
        } else {
            answer(
                    about,
                    FailureKind.DEVICE_BUSY,
                    "Another session held the lock of device %d for %d s."
                            .formatted(job.deviceId(), DeviceLeases.WAIT.toSeconds()),
                    message);
        }
    }

    /** @return false if the lease was lost before the session was started, and all is as if nothing had happened */
    private boolean runUnderLease(
            DeviceJob job, JobMessage sealed, Received about, DeviceLeases.Taken taken, Message message)
            throws InterruptedException {
        DeviceLease lease = taken.lease();
        if (taken.known().done()) {
            log.debug("Task {} was done already.", job.taskId());
            message.acknowledge();
            return true;
        }
        if (taken.known().revoked()) {
            answer(about, FailureKind.CANCELLED, "The job was cancelled before its session started.", message);
            return true;
        }
        Keyring.Opened opened;
        try {
            opened = keyring.open(job.group(), sealed.sealed(), JobMessage.associatedData(job));
        } catch (SealException e) {
            lease.close();
            message.giveBack(
                    "Job %s of group %s does not open: %s.".formatted(job.taskId(), job.group(), e.getMessage()));
            return true;
        }
        Received keyed = about.openedBy(opened.keyId());
        Optional<BackupPlugin> plugin = plugins.find(job.platform());
        if (plugin.isEmpty()) {
            answer(
                    keyed,
                    FailureKind.UNSUPPORTED,
                    "Platform \"%s\" is not known to this collector; see what it has with: collector platforms."
                            .formatted(job.platform()),
                    message);
            return true;
        }
        try (Sessions.Turn turn = sessions.awaitTurn(job.group())) {
            if (isLate(job)) {
                answer(keyed, FailureKind.EXPIRED, expired(job), message);
                return true;
            }
            if (!lease.isHeld()) {
                return false;
            }
            Visited visited = sessions.visit(job, access(opened), plugin.get(), turn, lease);
            if (!lease.isHeld() && ledger.isDone(job.taskId())) {
                // Somebody else held the lock after us and did it.
                message.acknowledge();
            } else {
                answer(keyed, visited, message);
            }
        }
        return true;
    }

    private static DeviceAccess access(Keyring.Opened opened) {
        try {
            return Json.MAPPER.readValue(opened.plaintext(), DeviceAccess.class);
        } catch (JacksonException e) {
            // Neither message nor cause: they could quote what was sealed.
            throw new IllegalStateException(
                    "what was sealed is no device access: " + e.getClass().getSimpleName());
        }
    }

    private boolean isLate(Job job) throws InterruptedException {
        return ledger.now().isAfter(job.notAfter());
    }

    private static String expired(Job job) {
        return "The collector got the job after its latest start, %s.".formatted(job.notAfter());
    }

    private void answer(Received about, FailureKind kind, String detail, Message message) throws InterruptedException {
        answer(about, Visited.notStarted(kind, detail, writer.now()), message);
    }

    private void answer(Received about, Visited visited, Message message) throws InterruptedException {
        JobResult result = writer.write(about, visited);
        ledger.store(result, markerLife(about.received()));
        running.count(result);
        message.acknowledge();
    }

    private Duration markerLife(ReceivedJob received) throws InterruptedException {
        return switch (received) {
            case UnsupportedJob _ -> LONGEST_MARKER;
            case JobMessage message -> {
                Job job = message.job();
                Limits limits = job.limits();
                Instant reconciled = job.notAfter().plus(limits.hard()).plus(RECONCILE_GRACE);
                Duration life = Duration.between(ledger.now(), reconciled.plus(MARKER_AFTER_RECONCILE));
                yield life.compareTo(MARKER_AFTER_RECONCILE) < 0 ? MARKER_AFTER_RECONCILE : life;
            }
        };
    }

    /** A job as it was received; {@code keyId} is null until its seal was opened. */
    record Received(
            ReceivedJob received, Instant at, @Nullable String keyId) {

        Received(ReceivedJob received, Instant at) {
            this(received, at, null);
        }

        TaskId taskId() {
            return switch (received) {
                case JobMessage message -> message.job().taskId();
                case UnsupportedJob job -> job.taskId();
            };
        }

        Received openedBy(String key) {
            return new Received(received, at, key);
        }
    }
}
