package io.zonekeeper.collector.report;

import io.zonekeeper.common.setting.TestSwitch;
import io.zonekeeper.common.wire.RedisKeys;
import io.zonekeeper.common.wire.TaskId;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.params.SetParams;

/**
 * The locks of devices, as leases of {@link RedisKeys#LOCK_LEASE}. A lock's value is a random token and, behind a colon, the task
 * it was taken for: who gets a message a second time sees that its first delivery is still at work. Thread-safe.
 */
public final class DeviceLocks {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;
    private static final String RENEW =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end";
    private static final String RELEASE =
            "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end";

    private final Redis redis;

    /** One claim to one device's lock. */
    public record Claim(long deviceId, TaskId task, String token) {

        private String key() {
            return RedisKeys.deviceLock(deviceId);
        }

        /** Whether the lock was taken for the same task by somebody else. */
        public boolean isSameTask(String holder) {
            return holder.endsWith(":" + task) && !holder.equals(token);
        }
    }

    public DeviceLocks(Redis redis) {
        this.redis = redis;
    }

    public static Claim claim(long deviceId, TaskId task) {
        byte[] token = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(token);
        return new Claim(deviceId, task, HexFormat.of().formatHex(token) + ":" + task);
    }

    /**
     * Asks for the lock and, in the same round trip and after it, for what is known of the task.
     *
     * @return what is known, if the lock is this claim's now
     */
    public Optional<Marks.Known> take(Claim claim) throws RedisAwayException {
        if (TestSwitch.NO_LOCK.isOn()) {
            return Optional.of(known(claim));
        }
        SetParams ifFree = SetParams.setParams().nx().px(RedisKeys.LOCK_LEASE.toMillis());
        return redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                Response<String> taken = pipeline.set(claim.key(), claim.token(), ifFree);
                Supplier<Marks.Known> known = Marks.ask(pipeline, claim.task());
                pipeline.sync();
                return taken.get() == null ? Optional.empty() : Optional.of(known.get());
            }
        });
    }

    /** What is known of the task, to be asked by who holds the lock. */
    public Marks.Known known(Claim claim) throws RedisAwayException {
        return redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                Supplier<Marks.Known> known = Marks.ask(pipeline, claim.task());
                pipeline.sync();
                return known.get();
            }
        });
    }

    /** The value of the lock at this moment. */
    public Optional<String> holder(Claim claim) throws RedisAwayException {
        return Optional.ofNullable(redis.call(client -> client.get(claim.key())));
    }

    /** @return false if the lock is not this claim's any more */
    public boolean renew(Claim claim) throws RedisAwayException {
        return renew(List.of(claim)).getFirst();
    }

    /**
     * Renews many in one round trip.
     *
     * @return for each, in their order, false if the lock is not this claim's any more
     */
    public List<Boolean> renew(List<Claim> claims) throws RedisAwayException {
        if (TestSwitch.NO_LOCK.isOn()) {
            return Collections.nCopies(claims.size(), true);
        }
        String lease = Long.toString(RedisKeys.LOCK_LEASE.toMillis());
        return redis.call(client -> {
            try (AbstractPipeline pipeline = client.pipelined()) {
                List<Response<Object>> renewed = claims.stream()
                        .map(claim -> pipeline.eval(RENEW, List.of(claim.key()), List.of(claim.token(), lease)))
                        .toList();
                pipeline.sync();
                return renewed.stream().map(reply -> reply.get().equals(1L)).toList();
            }
        });
    }

    public void release(Claim claim) throws RedisAwayException {
        redis.call(client -> client.eval(RELEASE, List.of(claim.key()), List.of(claim.token())));
    }
}
