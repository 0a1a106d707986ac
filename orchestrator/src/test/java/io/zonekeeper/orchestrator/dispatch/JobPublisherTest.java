package io.zonekeeper.orchestrator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobPublisherTest {

    private static final List<JobPublisher.Message> ONE =
            List.of(new JobPublisher.Message(UUID.randomUUID(), "backup", new byte[] {1}));

    @Test
    void aBrokerThatIsAwayTakesNothing() {
        JobPublisher publisher = new JobPublisher(new ConnectionFactory(), List.of(new Address("127.0.0.1", 1)));
        JobPublisher.Receipt receipt = publisher.publish("collector.group.nowhere", ONE);
        assertThat(receipt.taken()).isEmpty();
        assertThat(receipt.failure()).contains("cannot be reached");
    }

    @Test
    void aBrokerThatNeverAnswersHoldsNobodyUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setHandshakeTimeout(60_000);
            JobPublisher publisher = new JobPublisher(
                    factory, List.of(new Address(silent.getInetAddress().getHostAddress(), silent.getLocalPort())));
            Instant began = Instant.now();
            JobPublisher.Receipt receipt = publisher.publish("collector.group.nowhere", ONE);
            assertThat(receipt.taken()).isEmpty();
            assertThat(receipt.failure()).isNotNull();
            assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(15));
        }
    }
}
