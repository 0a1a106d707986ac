package io.zonekeeper.collector.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.zonekeeper.collector.FakeDevice;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.FailureKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KeyLoginTest {

    private static final Connector.Options MODERN = new Connector.Options(22, false);
    private static final KeyPair ED25519 = FakeDevice.newKey("ssh-ed25519");
    private static final KeyPair RSA = FakeDevice.newKey("ssh-rsa");
    private static final KeyPair ECDSA = FakeDevice.newKey("ecdsa-sha2-nistp256");
    private static final int PKCS8_HEADER_OF_RSA_2048 = 26;

    private final Watchdog watchdog = new Watchdog();
    private final SshConnector connector = new SshConnector(watchdog);

    @AfterEach
    void stopWatchdog() {
        watchdog.close();
    }

    @Test
    void logsInWithAnOpenSshKeyOfEachType() throws Exception {
        for (KeyPair key : new KeyPair[] {ED25519, RSA, ECDSA}) {
            logsIn(key, openSsh(key, null), null);
        }
    }

    @Test
    void logsInWithAnOpenSshKeyUnderAPassphrase() throws Exception {
        logsIn(ED25519, openSsh(ED25519, "open sesame"), "open sesame");
    }

    @Test
    void logsInWithPemKeys() throws Exception {
        byte[] pkcs8 = RSA.getPrivate().getEncoded();
        logsIn(RSA, pem("PRIVATE KEY", pkcs8), null);
        logsIn(RSA, pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, PKCS8_HEADER_OF_RSA_2048, pkcs8.length)), null);
    }

    @Test
    void triesThePasswordAfterAKeyThatIsRefused() throws Exception {
        try (FakeDevice device =
                FakeDevice.builder().methods("publickey", "password").start()) {
            DeviceAccess access =
                    with(device, openSsh(ED25519, null), null, device.access().password());
            try (DeviceSession session = connect(access)) {
                assertThat(session.hostKey()).isPresent();
            }
            assertThat(device.loginAttempts()).containsExactly("publickey", "password");
        }
    }

    @Test
    void aKeyThatIsRefusedAloneIsALoginRefused() throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                .methods("publickey", "password")
                .acceptingKey(RSA.getPublic())
                .start()) {
            SessionException failure = failure(with(device, openSsh(ED25519, null), null, null));
            assertThat(failure.kind()).isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(failure).hasMessageContaining("tried publickey; the device offers publickey, password");
        }
    }

    @Test
    void noPasswordAndNoKeyIsALoginRefused() throws Exception {
        try (FakeDevice device = FakeDevice.builder().start()) {
            SessionException failure = failure(device.access(null));
            assertThat(failure.kind()).isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(failure).hasMessageContaining("no password and no key given");
        }
    }

    @Test
    void aKeyThatCannotBeReadNeverBothersTheDevice() throws Exception {
        try (FakeDevice device = FakeDevice.builder().methods("publickey").start()) {
            String encrypted = openSsh(ED25519, "open sesame");
            assertThat(failure(with(device, encrypted, null, null)))
                    .hasMessageContaining("needs a passphrase")
                    .extracting(SessionException::kind)
                    .isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(failure(with(device, encrypted, "wrong", null)))
                    .hasMessageContaining("the passphrase is wrong")
                    .extracting(SessionException::kind)
                    .isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(failure(with(device, "no key at all", null, null)))
                    .hasMessageContaining("neither in OpenSSH's form nor PEM")
                    .extracting(SessionException::kind)
                    .isEqualTo(FailureKind.UNSUPPORTED);
            assertThat(failure(with(device, pem("PRIVATE KEY", new byte[] {1, 2, 3}), null, null))
                            .kind())
                    .isEqualTo(FailureKind.LOGIN_REFUSED);
            assertThat(device.connections()).isZero();
            assertThat(device.loginAttempts()).isEmpty();
        }
    }

    private void logsIn(KeyPair key, String text, @Nullable String passphrase) throws Exception {
        try (FakeDevice device = FakeDevice.builder()
                        .methods("publickey")
                        .acceptingKey(key.getPublic())
                        .start();
                DeviceSession session = connect(with(device, text, passphrase, null))) {
            assertThat(session.hostKey()).isPresent();
        }
    }

    private DeviceSession connect(DeviceAccess access) throws SessionException {
        return connector.connect(access, MODERN, Deadline.after(Duration.ofSeconds(20)));
    }

    private SessionException failure(DeviceAccess access) {
        return catchThrowableOfType(SessionException.class, () -> connect(access));
    }

    private static DeviceAccess with(
            FakeDevice device, String key, @Nullable String passphrase, @Nullable String password) {
        DeviceAccess access = device.access();
        return new DeviceAccess(
                access.address(), access.port(), null, access.username(), password, key, passphrase, null);
    }

    private static String openSsh(KeyPair key, @Nullable String passphrase) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
        }
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
                .formatted(type, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), type);
    }
}
