package io.zonekeeper.orchestrator.dispatch;

import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.job.DeviceJob;
import io.zonekeeper.common.job.JobMessage;
import io.zonekeeper.common.seal.GroupPublicKey;
import io.zonekeeper.common.seal.Sealer;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.common.wire.Json;
import io.zonekeeper.orchestrator.collector.Collectors;
import io.zonekeeper.orchestrator.collector.Liveness;
import io.zonekeeper.orchestrator.credential.Credentials;
import io.zonekeeper.orchestrator.credential.Login;
import io.zonekeeper.orchestrator.group.GroupKeys;
import io.zonekeeper.orchestrator.group.GroupQueues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sends jobs that are due into their groups' queues, for each group no more than a window of attempts without outcome. Any number
 * of dispatchers may run.
 */
@Component
class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    static final int LEAST_WINDOW = 500;
    static final int WINDOW_PER_SLOT = 4;
    private static final int BATCH = 1000;

    /** From the end of the hard limit until an attempt without outcome is taken for lost. */
    static final Duration RECONCILE_GRACE = Duration.ofSeconds(60);

    private final Attempts attempts;
    private final OutgoingAttempts outgoingAttempts;
    private final JobPublisher publisher;
    private final GroupKeys keys;
    private final GroupQueues queues;
    private final Credentials credentials;
    private final Collectors collectors;
    private final Sealer sealer;
    private final DispatchSettings settings;
    private final Clock clock;

    Dispatcher(
            Attempts attempts,
            OutgoingAttempts outgoingAttempts,
            JobPublisher publisher,
            GroupKeys keys,
            GroupQueues queues,
            Credentials credentials,
            Collectors collectors,
            Sealer sealer,
            DispatchSettings settings,
            Clock clock) {
        this.attempts = attempts;
        this.outgoingAttempts = outgoingAttempts;
        this.publisher = publisher;
        this.keys = keys;
        this.queues = queues;
        this.credentials = credentials;
        this.collectors = collectors;
        this.sealer = sealer;
        this.settings = settings;
        this.clock = clock;
    }

    private record Sealed(Attempts.Sent times, JobPublisher.Message message) {}

    /** @return whether anything was sent, so that looking again at once may find more */
    boolean tick() {
        List<DispatchGroup> groups = attempts.groupsWithWork();
        if (groups.isEmpty()) {
            return false;
        }
        Liveness liveness = collectors.liveness();
        boolean sent = false;
        for (DispatchGroup group : groups) {
            sent |= dispatch(group, liveness);
        }
        return sent;
    }

    private boolean dispatch(DispatchGroup group, Liveness liveness) {
        List<GroupPublicKey> active = keys.active(group.id());
        if (active.isEmpty()) {
            return false;
        }
        int window = Math.max(LEAST_WINDOW, WINDOW_PER_SLOT * liveness.slots(group.name()));
        List<UUID> claimed = attempts.claim(group, window, BATCH);
        if (claimed.isEmpty()) {
            return false;
        }
        List<Sealed> sealed = seal(outgoingAttempts.load(group.name(), claimed), active);
        if (sealed.isEmpty()) {
            return true;
        }
        return publish(group.name(), sealed);
    }

    private List<Sealed> seal(List<Outgoing> outgoing, List<GroupPublicKey> active) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Map<Long, Optional<Login>> logins = new HashMap<>();
        List<Sealed> sealed = new ArrayList<>(outgoing.size());
        for (Outgoing attempt : outgoing) {
            Optional<Login> login = attempt.credentialId() == null
                    ? Optional.empty()
                    : logins.computeIfAbsent(attempt.credentialId(), this::open);
            Optional<String> obstacle = attempt.unsendable()
                    .or(() -> attempt.credentialId() != null && login.isEmpty()
                            ? Optional.of("the device's credential cannot be opened")
                            : Optional.empty());
            if (obstacle.isPresent()) {
                attempts.refuse(attempt.taskId().value(), obstacle.get());
            } else {
                sealed.add(seal(attempt, login, active, now));
            }
        }
        return sealed;
    }

    private Sealed seal(Outgoing attempt, Optional<Login> login, List<GroupPublicKey> active, Instant now) {
        Instant notAfter = now.plus(settings.startWindow());
        DeviceJob job = attempt.job(notAfter);
        DeviceAccess access = new DeviceAccess(
                attempt.address(),
                attempt.port(),
                attempt.hostKey(),
                login.map(Login::username).orElse(""),
                login.map(Login::password).orElse(null),
                login.map(Login::privateKey).orElse(null),
                login.map(Login::passphrase).orElse(null),
                login.map(Login::enableSecret).orElse(null));
        byte[] body = new JobMessage(
                        job,
                        sealer.seal(
                                attempt.group(),
                                active,
                                Json.MAPPER.writeValueAsBytes(access),
                                JobMessage.associatedData(job)))
                .encode();
        UUID taskId = attempt.taskId().value();
        Instant reconcileAt = notAfter.plus(job.limits().hard()).plus(RECONCILE_GRACE);
        return new Sealed(
                new Attempts.Sent(taskId, now, notAfter, reconcileAt),
                new JobPublisher.Message(taskId, job.kind().wireName(), body));
    }

    private Optional<Login> open(long credentialId) {
        try {
            return credentials.open(credentialId);
        } catch (IllegalStateException e) {
            log.warn("Jobs of devices with this credential cannot be sent: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean publish(GroupName group, List<Sealed> sealed) {
        JobPublisher.Receipt receipt = publisher.publish(
                group.queue(), sealed.stream().map(Sealed::message).toList());
        Set<UUID> taken = receipt.taken();
        List<Attempts.Sent> sent = sealed.stream()
                .map(Sealed::times)
                .filter(times -> taken.contains(times.taskId()))
                .toList();
        if (!sent.isEmpty()) {
            attempts.markSent(sent);
        }
        if (sent.size() < sealed.size()) {
            log.warn(
                    "{} of {} jobs of group {} are not sent and wait for the next run: {}.",
                    sealed.size() - sent.size(),
                    sealed.size(),
                    group,
                    receipt.failure());
            attempts.release(sealed.stream()
                    .map(attempt -> attempt.times().taskId())
                    .filter(taskId -> !taken.contains(taskId))
                    .toList());
        }
        if (!receipt.returned().isEmpty()) {
            queues.declare(group);
        }
        return !sent.isEmpty();
    }
}
