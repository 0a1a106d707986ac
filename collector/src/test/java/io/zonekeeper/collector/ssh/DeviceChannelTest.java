package io.zonekeeper.collector.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.BYTE_ARRAY;

import java.io.InputStream;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportImpl;
import org.junit.jupiter.api.Test;

class DeviceChannelTest {

    private static final int LONGEST_PACKET = 32 * 1024;

    private static DeviceChannel channel() {
        Config config = Algorithms.of(false);
        Connection connection = new ConnectionImpl(new TransportImpl(config), config.getKeepAliveProvider());
        return new DeviceChannel(connection, true);
    }

    private static void assertSmall(InputStream stream) {
        assertThat((Object) stream)
                .extracting("buf.data")
                .asInstanceOf(BYTE_ARRAY)
                .hasSizeLessThanOrEqualTo(DeviceChannel.FIRST_BUFFER_BYTES);
    }

    @Test
    void channelHoldsLittleBeforeAnythingArrives() {
        DeviceChannel channel = channel();
        assertSmall(channel.getInputStream());
        assertSmall(channel.getErrorStream());
    }

    @Test
    void deviceMaySendPacketsAsLongAsEver() {
        assertThat(channel().getLocalMaxPacketSize()).isEqualTo(LONGEST_PACKET);
    }
}
