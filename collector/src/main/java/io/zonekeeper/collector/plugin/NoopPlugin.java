package io.zonekeeper.collector.plugin;

import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.result.Content;
import io.zonekeeper.common.result.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * No device at all: a configuration made up on the spot, to try or to measure everything else. The parameter {@code bytes} gives
 * its size, {@code change=true} makes it another one at each visit; otherwise it depends on the address alone.
 */
final class NoopPlugin implements BackupPlugin {

    static final String KEY = "noop";

    private static final String BYTES = "bytes";
    private static final String CHANGE = "change";
    private static final int DEFAULT_BYTES = 1024;

    @Override
    public Collected backup(Visit visit) throws SessionException {
        int size = size(visit);
        boolean change = Boolean.parseBoolean(visit.parameters().getOrDefault(CHANGE, "false"));
        String address = visit.access().address();
        byte[] config = new byte[size];
        byte[] head = "! %s\n! %s\n"
                .formatted(address, change ? UUID.randomUUID() : "stable")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body =
                "interface %s\n description made up\n!\n".formatted(address).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, config, 0, Math.min(head.length, size));
        for (int at = head.length; at < size; at += body.length) {
            System.arraycopy(body, 0, config, at, Math.min(body.length, size - at));
        }
        config[size - 1] = '\n';
        return new Collected(config, false, Content.sha256Of(config), List.of(), List.of());
    }

    @Override
    public void testLogin(Visit visit) {
        // There is nothing to log in to.
    }

    private static int size(Visit visit) throws SessionException {
        String text = visit.parameters().get(BYTES);
        if (text == null) {
            return DEFAULT_BYTES;
        }
        int size;
        try {
            size = Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new SessionException(
                    FailureKind.UNSUPPORTED,
                    "The parameter \"bytes\" is \"%s\": write a whole number.".formatted(text),
                    e);
        }
        if (size < 1) {
            throw new SessionException(
                    FailureKind.UNSUPPORTED, "The parameter \"bytes\" is %d: write 1 or more.".formatted(size));
        }
        if (size > visit.maxBytes()) {
            throw new SessionException(
                    FailureKind.TOO_LARGE,
                    "The configuration would have %d bytes, more than the limit of %d."
                            .formatted(size, visit.maxBytes()));
        }
        return size;
    }
}
