package io.zonekeeper.devenv.stack;

import java.net.URI;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** One of the numbered databases of a Redis, for one chain alone. */
public final class OwnRedis implements AutoCloseable {

    private static final String CLAIM = "claimed-by-a-chain-under-test";
    private static final int LAST = 15;
    private static final int CLAIM_SECONDS = 3600;

    private final URI uri;

    private OwnRedis(URI uri) {
        this.uri = uri;
    }

    /** The lowest number that nobody has and that is empty. */
    public static OwnRedis claim(Services given) {
        URI base = URI.create(given.redisUrl());
        for (int number = 2; number <= LAST; number++) {
            URI uri = base.resolve("/" + number);
            try (Jedis jedis = new Jedis(uri)) {
                boolean claimed =
                        jedis.set(CLAIM, "1", SetParams.setParams().nx().ex(CLAIM_SECONDS)) != null;
                if (claimed && jedis.dbSize() == 1) {
                    return new OwnRedis(uri);
                }
                if (claimed) {
                    jedis.del(CLAIM);
                }
            }
        }
        throw new IllegalStateException("no empty database from 2 to %d is left in Redis".formatted(LAST));
    }

    public String url() {
        return uri.toString();
    }

    @Override
    public void close() {
        try (Jedis jedis = new Jedis(uri)) {
            jedis.flushDB();
        }
    }
}
