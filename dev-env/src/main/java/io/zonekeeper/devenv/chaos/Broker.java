package io.zonekeeper.devenv.chaos;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import io.zonekeeper.devenv.stack.StackException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;

/** RabbitMQ as somebody who is no part of the product sees it. */
final class Broker {

    private static final long CONFIRM_MILLIS = 5000;

    private final ConnectionFactory factory = new ConnectionFactory();

    Broker(String url) {
        try {
            factory.setUri(url);
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new StackException("The URL of RabbitMQ cannot be read.", e);
        }
    }

    private interface Question<T> {
        T ask(Channel channel) throws IOException, TimeoutException, InterruptedException;
    }

    /** Messages no collector has been given. */
    long ready(String queue) {
        return call(channel -> channel.messageCount(queue));
    }

    /** Returns how many messages are gone. */
    long purge(String queue) {
        return call(channel -> (long) channel.queuePurge(queue).getMessageCount());
    }

    /** The bodies of all messages that wait, which wait on afterwards. */
    List<byte[]> peek(String queue) {
        return call(channel -> {
            List<byte[]> bodies = new ArrayList<>();
            GetResponse message = channel.basicGet(queue, false);
            while (message != null) {
                bodies.add(message.getBody());
                message = channel.basicGet(queue, false);
            }
            channel.basicRecover(true);
            return bodies;
        });
    }

    /** To be found on disk as any job is. */
    void publish(String queue, byte[] body) {
        call(channel -> {
            channel.confirmSelect();
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, body);
            return channel.waitForConfirms(CONFIRM_MILLIS);
        });
    }

    private <T> T call(Question<T> question) {
        try (Connection connection = factory.newConnection("chaos");
                Channel channel = connection.createChannel()) {
            return question.ask(channel);
        } catch (IOException | TimeoutException e) {
            throw new StackException("RabbitMQ gave no answer: %s".formatted(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The wait for RabbitMQ was interrupted.", e);
        }
    }
}
