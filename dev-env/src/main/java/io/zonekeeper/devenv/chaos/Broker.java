package io.zonekeeper.devenv.chaos;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.zonekeeper.devenv.stack.StackException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

/** RabbitMQ as somebody who is no part of the product sees it. */
final class Broker {

    private final ConnectionFactory factory = new ConnectionFactory();

    Broker(String url) {
        try {
            factory.setUri(url);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new StackException("The URL of RabbitMQ cannot be read.", e);
        }
    }

    private interface Question<T> {
        T ask(Channel channel) throws IOException;
    }

    /** Messages no collector has been given. */
    long ready(String queue) {
        return call(channel -> channel.messageCount(queue));
    }

    /** Returns how many messages are gone. */
    long purge(String queue) {
        return call(channel -> (long) channel.queuePurge(queue).getMessageCount());
    }

    private <T> T call(Question<T> question) {
        try (Connection connection = factory.newConnection("chaos");
                Channel channel = connection.createChannel()) {
            return question.ask(channel);
        } catch (IOException | TimeoutException e) {
            throw new StackException("RabbitMQ gave no answer: %s".formatted(e), e);
        }
    }
}
