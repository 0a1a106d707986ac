package io.zonekeeper.orchestrator.group;

import io.zonekeeper.common.seal.GroupPrivateKey;
import io.zonekeeper.common.wire.GroupName;
import io.zonekeeper.orchestrator.access.Audit;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.FieldErrors;
import io.zonekeeper.orchestrator.web.JsonMerge;
import io.zonekeeper.orchestrator.web.Preconditions;
import io.zonekeeper.orchestrator.web.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Changes groups, each change audited. Thread-safe. */
@Component
public class GroupAdministration {

    private static final Logger log = LoggerFactory.getLogger(GroupAdministration.class);
    private static final int LONGEST_REASON = 500;

    private final CollectorGroups groups;
    private final GroupKeys keys;
    private final GroupQueues queues;
    private final StartCommand startCommand;
    private final Audit audit;
    private final JsonMerge merge;
    private final Preconditions preconditions;
    private final Clock clock;

    GroupAdministration(
            CollectorGroups groups,
            GroupKeys keys,
            GroupQueues queues,
            StartCommand startCommand,
            Audit audit,
            JsonMerge merge,
            Preconditions preconditions,
            Clock clock) {
        this.groups = groups;
        this.keys = keys;
        this.queues = queues;
        this.startCommand = startCommand;
        this.audit = audit;
        this.merge = merge;
        this.preconditions = preconditions;
        this.clock = clock;
    }

    /**
     * A group with a new key, the one time the key and the command with it are shown. {@link #toString()} shows neither.
     *
     * @param key the private half as text
     */
    public record Keyed(
            CollectorGroup group,
            String keyId,
            String key,
            String startCommand,
            String systemdCommand,
            List<StartCommand.Connection> connections) {

        public Keyed {
            connections = List.copyOf(connections);
        }

        @Override
        public String toString() {
            return "Keyed[%s, %s]".formatted(group.name(), keyId);
        }
    }

    /** @throws Problem 409 if the name is or was used, 422 if a field is not valid, 503 if the broker cannot take the queue */
    @Transactional
    public Keyed create(User who, GroupForm form) {
        form.check();
        GroupName name = new GroupName(Objects.requireNonNull(form.name()));
        if (groups.wasDeleted(name)) {
            throw Problem.conflict(
                    "There was a group named \"%s\", and a name is given once: choose another name.".formatted(name));
        }
        CollectorGroup group = insert(name, form);
        Keyed keyed = newKey(group);
        audit.change(who.name(), "group.create", subject(group), null, GroupForm.of(group));
        declareQueue(name);
        return keyed;
    }

    /** @throws Problem 404, 422 if a field is not valid, 412 and 428 as {@link Preconditions} */
    @Transactional
    public CollectorGroup change(User who, GroupName name, ObjectNode change) {
        CollectorGroup before = locked(who, name);
        preconditions.check(GroupForm.of(before));
        GroupForm form = merge.apply(GroupForm.of(before), change, GroupForm.class);
        if (!name.value().equals(form.name())) {
            throw Problem.invalid(new FieldError(
                    "name",
                    form.name(),
                    "The name of group \"%s\" cannot be changed: its queue carries it.".formatted(name)));
        }
        form.check();
        CollectorGroup after = groups.update(before.id(), form.describes(), form.slots(), form.sessionRate());
        audit.change(who.name(), "group.change", subject(before), GroupForm.of(before), GroupForm.of(after));
        return after;
    }

    /**
     * No new job is given out until {@link #resume}; those on their way go on.
     *
     * @throws Problem 404, 422 without a reason
     */
    @Transactional
    public CollectorGroup pause(User who, GroupName name, @Nullable String reason) {
        FieldErrors errors = new FieldErrors();
        String why = errors.line("reason", reason, LONGEST_REASON);
        errors.throwIfAny();
        CollectorGroup before = locked(who, name);
        CollectorGroup after = groups.pause(before.id(), new CollectorGroup.Pause(clock.instant(), who.name(), why));
        audit.record(who.name(), "group.pause", subject(before), why);
        return after;
    }

    /** @throws Problem 404 */
    @Transactional
    public CollectorGroup resume(User who, GroupName name) {
        CollectorGroup before = locked(who, name);
        if (before.paused() == null) {
            return before;
        }
        audit.record(
                who.name(),
                "group.resume",
                subject(before),
                "was paused: " + before.paused().reason());
        return groups.pause(before.id(), null);
    }

    /** @throws Problem 404, 409 while something uses it, 412 as {@link Preconditions} */
    @Transactional
    public void delete(User who, GroupName name) {
        CollectorGroup group = locked(who, name);
        preconditions.check(GroupForm.of(group));
        CollectorGroups.Use use = groups.use(group.id());
        if (!use.isNone()) {
            throw Problem.conflict(
                    "Group \"%s\" is used by %d devices, %d schedules and %d open jobs: remove or finish them first."
                            .formatted(name, use.devices(), use.schedules(), use.openJobs()));
        }
        groups.delete(group.id());
        audit.change(who.name(), "group.delete", subject(group), GroupForm.of(group), null);
    }

    /**
     * Gives the group another key. Jobs are sealed for all its keys, so collectors with an older one go on until that is retired.
     *
     * @throws Problem 404
     */
    @Transactional
    public Keyed addKey(User who, GroupName name) {
        CollectorGroup group = locked(who, name);
        Keyed keyed = newKey(group);
        audit.record(who.name(), "group.add_key", subject(group), "key " + keyed.keyId());
        return keyed;
    }

    /** @throws Problem 404, 409 for the last active key */
    @Transactional
    public void retireKey(User who, GroupName name, String keyId) {
        CollectorGroup group = locked(who, name);
        var active = keys.active(group.id());
        if (active.stream().noneMatch(key -> key.id().equals(keyId))) {
            throw Problem.notFound("Active key %s of group %s".formatted(keyId, name));
        }
        if (active.size() == 1) {
            throw Problem.conflict(
                    "Key %s is the last one of group \"%s\": add another one first.".formatted(keyId, name));
        }
        keys.retire(group.id(), keyId);
        audit.record(who.name(), "group.retire_key", subject(group), "key " + keyId);
    }

    private CollectorGroup insert(GroupName name, GroupForm form) {
        try {
            return groups.insert(name, form.describes(), form.slots(), form.sessionRate());
        } catch (DuplicateKeyException e) {
            throw Problem.conflict("Group \"%s\" exists: choose another name.".formatted(name));
        }
    }

    private Keyed newKey(CollectorGroup group) {
        GroupPrivateKey key = GroupPrivateKey.generate();
        keys.insert(group.id(), key.publicKey());
        return new Keyed(
                group,
                key.publicKey().id(),
                key.text(),
                startCommand.text(group, key),
                startCommand.systemd(group, key),
                startCommand.connections());
    }

    /** Last in the transaction: if the broker refuses, nothing is kept. */
    private void declareQueue(GroupName name) {
        try {
            queues.declare(name);
        } catch (AmqpException e) {
            log.warn("Group {} is not made: its queue cannot be declared ({}).", name, e.getMessage());
            throw Problem.unavailable(
                    "RabbitMQ cannot take the queue %s, so group \"%s\" is not made: see that RabbitMQ runs, and try again."
                            .formatted(name.queue(), name));
        }
    }

    private CollectorGroup locked(User who, GroupName name) {
        return groups.lock(who.scope(), name).orElseThrow(() -> Problem.notFound("Group \"%s\"".formatted(name)));
    }

    private static String subject(CollectorGroup group) {
        return "group " + group.name();
    }
}
