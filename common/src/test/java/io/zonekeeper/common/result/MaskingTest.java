package io.zonekeeper.common.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {

    private static final byte[] KEY = new byte[Masking.KEY_BYTES];
    private static final byte[] OTHER_KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final byte[] CONFIG = "user a secret s3cr\nuser b secret s3cr\n".getBytes(UTF_8);
    private static final List<Span> SECRETS = List.of(new Span(14, 18), new Span(33, 37));

    private static String masked(byte[] key) {
        return new String(Masking.mask(CONFIG, SECRETS, key), UTF_8);
    }

    @Test
    void everySecretBecomesItsKeyedHash() {
        assertThat(masked(KEY)).matches("user a secret (<secret:[0-9a-f]{8}>)\nuser b secret \\1\n");
    }

    @Test
    void anotherKeyGivesAnotherHash() {
        assertThat(masked(OTHER_KEY)).isNotEqualTo(masked(KEY));
    }

    @Test
    void configurationWithoutSecretsStaysAsItIs() {
        assertThat(Masking.mask(CONFIG, List.of(), KEY)).isSameAs(CONFIG);
    }

    @Test
    void spansOutsideOrOutOfOrderAreRefused() {
        assertThatThrownBy(() -> Masking.mask(CONFIG, List.of(new Span(30, 99)), KEY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Masking.mask(CONFIG, SECRETS.reversed(), KEY))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
