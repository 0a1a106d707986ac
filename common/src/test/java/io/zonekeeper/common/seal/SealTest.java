package io.zonekeeper.common.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonekeeper.common.wire.GroupName;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealTest {

    private static final GroupName DMZ = new GroupName("dmz");
    private static final byte[] SECRET = "s3cret".getBytes(UTF_8);
    private static final byte[] FIELDS = new AssociatedData().add("job").add(7).toByteArray();

    private final Sealer sealer = new Sealer(Clock.systemUTC());
    private final GroupPrivateKey key = GroupPrivateKey.generate();
    private final SealedBox box = sealer.seal(DMZ, List.of(key.publicKey()), SECRET, FIELDS);

    @Test
    void opensWithTheKeyOfTheGroup() throws Exception {
        Keyring.Opened opened = keyring("dmz=" + key.text()).open(DMZ, box, FIELDS);
        assertThat(opened.plaintext()).isEqualTo(SECRET);
        assertThat(opened.keyId()).isEqualTo(key.publicKey().id());
    }

    @Test
    void eitherKeyOpensWhileAGroupIsReKeyed() throws Exception {
        GroupPrivateKey next = GroupPrivateKey.generate();
        SealedBox both = sealer.seal(DMZ, List.of(key.publicKey(), next.publicKey()), SECRET, FIELDS);
        assertThat(keyring("dmz=" + key.text()).open(DMZ, both, FIELDS).plaintext())
                .isEqualTo(SECRET);
        assertThat(keyring("dmz=" + next.text()).open(DMZ, both, FIELDS).plaintext())
                .isEqualTo(SECRET);
    }

    @Test
    void keyOfAnotherGroupDoesNotOpen() {
        assertThatThrownBy(() -> keyring("lab=" + key.text()).open(DMZ, box, FIELDS))
                .isInstanceOf(SealException.class)
                .hasMessageContaining("no key of group dmz");
    }

    @Test
    void dataKeyWrappedForOneGroupDoesNotOpenForAnother() {
        GroupName lab = new GroupName("lab");
        assertThatThrownBy(() -> keyring("lab=" + key.text()).open(lab, box, FIELDS))
                .isInstanceOf(SealException.class);
    }

    @Test
    void changedClearFieldBreaksTheSeal() {
        byte[] otherFields = new AssociatedData().add("job").add(8).toByteArray();
        assertThatThrownBy(() -> keyring("dmz=" + key.text()).open(DMZ, box, otherFields))
                .isInstanceOf(SealException.class);
    }

    @Test
    void fieldsCannotSlideIntoEachOther() {
        assertThat(new AssociatedData().add("ab").add("c").toByteArray())
                .isNotEqualTo(new AssociatedData().add("a").add("bc").toByteArray());
    }

    @Test
    void damagedLineOfTheKeyFileIsNamed() {
        assertThatThrownBy(() -> Keyring.parse("# keys\n\ndmz=zk1.AAAA\n"))
                .isInstanceOf(SealException.class)
                .hasMessage("Line 3 of the group keys: the group key is cut off or has something added.");
    }

    @Test
    void nothingShowsThePrivateKey() throws Exception {
        String secretPart = key.text().substring(4, 40);
        assertThat(key.toString()).doesNotContain(secretPart);
        assertThat(keyring("dmz=" + key.text()).toString()).doesNotContain(secretPart);
    }

    private static Keyring keyring(String line) throws SealException {
        return Keyring.parse(line);
    }
}
