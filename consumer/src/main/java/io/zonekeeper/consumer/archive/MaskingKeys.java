package io.zonekeeper.consumer.archive;

import io.zonekeeper.common.result.Masking;
import java.security.SecureRandom;
import org.springframework.jdbc.core.JdbcTemplate;

/** Table {@code masking_key}: one row for the life of the database. */
public final class MaskingKeys {

    /** The key, made if there is none yet. */
    public static byte[] ensure(JdbcTemplate jdbc) {
        byte[] fresh = new byte[Masking.KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.update("insert into masking_key (key) values (?) on conflict do nothing", fresh);
        byte[] key = jdbc.queryForObject("select key from masking_key", byte[].class);
        if (key == null) {
            throw new IllegalStateException("masking_key.key is null");
        }
        return key;
    }

    private MaskingKeys() {}
}
