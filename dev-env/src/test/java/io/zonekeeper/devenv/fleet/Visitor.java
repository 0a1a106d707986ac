package io.zonekeeper.devenv.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannel;
import org.apache.sshd.client.session.ClientSession;
import org.awaitility.Awaitility;

/** Logs in to fake devices. */
final class Visitor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SshClient client = SshClient.setUpDefaultClient();

    Visitor() {
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
    }

    ClientSession login(FakeDevice device, String password) throws IOException {
        ClientSession session = client.connect("admin", device.address(), device.port())
                .verify(PATIENCE)
                .getSession();
        session.addPasswordIdentity(password);
        try {
            session.auth().verify(PATIENCE);
            return session;
        } catch (IOException e) {
            session.close(true);
            throw e;
        }
    }

    String exec(FakeDevice device, String command) throws IOException {
        try (ClientSession session = login(device, "right")) {
            return session.executeRemoteCommand(command);
        }
    }

    /** Types each line after the text before it has come; the empty text needs no waiting. Returns all that was said. */
    String shell(FakeDevice device, String... textsAndLines) throws IOException {
        try (ClientSession session = login(device, "right");
                ClientChannel channel = session.createShellChannel()) {
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            channel.setOut(said);
            channel.open().verify(PATIENCE);
            OutputStream in = channel.getInvertedIn();
            for (int i = 0; i < textsAndLines.length; i += 2) {
                String text = textsAndLines[i];
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> said.toString(UTF_8).endsWith(text));
                in.write(textsAndLines[i + 1].getBytes(UTF_8));
                in.flush();
            }
            Awaitility.await().atMost(PATIENCE).until(channel::isClosed);
            return said.toString(UTF_8);
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}
