package io.zonekeeper.common.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredJavaTest {

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "17", "24"})
    void refusesAnOlderOne(String version) {
        assertThat(RequiredJava.isEnough(version)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "26", "101"})
    void takesANewerOne(String version) {
        assertThat(RequiredJava.isEnough(version)).isTrue();
    }

    @Test
    void namesTheJavaItWasStartedWith() {
        assertThat(RequiredJava.refusal("17", "/usr/lib/jvm/java-17"))
                .isEqualTo("Zonekeeper needs Java 25 or newer; the java in /usr/lib/jvm/java-17 is Java 17."
                        + " Install one and start this with its full path, or put it first in PATH.");
    }

    @Test
    void canBeReadByJava8() throws IOException {
        try (InputStream file = Objects.requireNonNull(RequiredJava.class.getResourceAsStream("RequiredJava.class"));
                DataInputStream data = new DataInputStream(file)) {
            data.skipNBytes(6);
            assertThat(data.readUnsignedShort()).isEqualTo(52);
        }
    }
}
