package io.zonekeeper.collector.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import net.schmizz.sshj.transport.Reader;
import org.junit.jupiter.api.Test;

class ReaderTest {

    @Test
    void oursStandsInThePlaceOfSshjs() {
        assertThat(Reader.class.getProtectionDomain().getCodeSource().getLocation())
                .isEqualTo(
                        SshConnector.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
