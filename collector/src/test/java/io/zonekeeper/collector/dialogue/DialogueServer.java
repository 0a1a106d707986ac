package io.zonekeeper.collector.dialogue;

import io.zonekeeper.collector.SharedServer;
import io.zonekeeper.collector.SshDialogue;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.platform.Dialogue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Devices that speak as dialogues have it, over SSH. Thread-safe. */
final class DialogueServer implements AutoCloseable {

    private final SharedServer<Device> server = new SharedServer<>(Channel::new);

    /**
     * @param change applied to each answer
     * @param seed of the pieces it answers in; 0 for whole answers
     */
    record Device(Dialogue dialogue, UnaryOperator<String> change, long seed) {}

    DialogueServer() throws IOException, GeneralSecurityException {}

    /** Access to a device that speaks so from now on. */
    DeviceAccess add(Device device) {
        return server.add(device);
    }

    /** As above; it gives the files of that folder. */
    DeviceAccess add(Device device, Path folder) {
        return server.add(device, folder);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static final class Channel extends SshDialogue {

        private final Device device;
        private final @Nullable String command;

        Channel(Device device, @Nullable String command) {
            this.device = device;
            this.command = command;
        }

        @Override
        protected int speak() throws IOException {
            DialogueDevice speaker =
                    new DialogueDevice(device.dialogue(), device.change(), device.seed(), false, in, out);
            if (command == null) {
                speaker.converse();
                return 0;
            }
            Optional<String> answer = speaker.execute(command);
            OutputStream stream = answer.isPresent() ? out : err;
            stream.write(answer.orElse(device.dialogue().unknown()).getBytes(StandardCharsets.UTF_8));
            stream.flush();
            return answer.isPresent() ? 0 : 1;
        }
    }
}
