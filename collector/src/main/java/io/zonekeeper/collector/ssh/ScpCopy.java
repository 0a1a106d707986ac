package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.result.FailureKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file by SCP: the device runs {@code scp -f} and the two talk over its input and output. Used once, by one thread. */
final class ScpCopy {

    private static final Logger log = LoggerFactory.getLogger(ScpCopy.class);

    private static final int GO_ON = 0;
    private static final int WARNING = 1;
    private static final int FATAL = 2;
    private static final int LONGEST_LINE = 4096;
    private static final Pattern HEADER = Pattern.compile("C[0-7]{3,5} (\\d{1,18}) .+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/@%+=,~-]+");

    private final DeviceChannel channel;
    private final String device;
    private final DeviceSession.Patience patience;
    private final byte[] buffer = new byte[16 * 1024];
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private int at;
    private int filled;

    ScpCopy(DeviceChannel channel, String device, DeviceSession.Patience patience) {
        this.channel = channel;
        this.device = device;
        this.patience = patience;
    }

    static String command(String path) {
        String quoted = PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'";
        return "scp -f " + quoted;
    }

    /** @return why the device does not give the file; empty if it was copied whole */
    Optional<String> run(long maxBytes, DeviceSession.Sink sink) throws IOException, SessionException {
        goOn();
        int first = next();
        if (first != 'C') {
            return Optional.of(refusal(first));
        }
        String header = "C" + line();
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            return Optional.of("it announces no file: " + Shown.text(header));
        }
        long size = Long.parseLong(matcher.group(1));
        if (size > maxBytes) {
            throw new SessionException(
                    FailureKind.TOO_LARGE,
                    "The file on %s has %d bytes, more than the %d left of the limit."
                            .formatted(device, size, maxBytes));
        }
        goOn();
        for (long left = size; left > 0; ) {
            if (at == filled && !fill()) {
                throw ended(size - left, size);
            }
            int count = (int) Math.min(left, filled - at);
            byte[] piece = at == 0 ? buffer : Arrays.copyOfRange(buffer, at, at + count);
            sink.take(piece, count);
            at += count;
            left -= count;
        }
        int end = next();
        if (end != GO_ON) {
            throw new SessionException(
                    FailureKind.INCOMPLETE, "%s did not read its file to the end: %s.".formatted(device, refusal(end)));
        }
        goOn();
        return Optional.empty();
    }

    private SessionException ended(long read, long size) {
        return new SessionException(
                FailureKind.INCOMPLETE, "%s ended the file after %d of %d bytes.".formatted(device, read, size));
    }

    /** A device that has ended the channel does not hear it; what it said before tells why. */
    private void goOn() {
        OutputStream out = channel.getOutputStream();
        try {
            out.write(GO_ON);
            out.flush();
        } catch (IOException e) {
            log.debug("{} does not listen any more", device, e);
        }
    }

    private String refusal(int first) throws IOException, SessionException {
        if (first < 0) {
            keepErrors();
            String said = Shown.text(errors.toString(StandardCharsets.UTF_8));
            return said.isEmpty() ? "it has no scp" : said;
        }
        String said = (first == WARNING || first == FATAL || first == GO_ON ? "" : Character.toString(first)) + line();
        return Shown.text(said);
    }

    private void keepErrors() throws IOException {
        byte[] piece = new byte[512];
        for (int count = channel.take(channel.getErrorStream(), piece);
                count > 0;
                count = channel.take(channel.getErrorStream(), piece)) {
            errors.write(piece, 0, Math.min(count, LONGEST_LINE - Math.min(LONGEST_LINE, errors.size())));
        }
    }

    /** Up to its line feed or the end. */
    private String line() throws IOException, SessionException {
        byte[] line = new byte[LONGEST_LINE];
        int length = 0;
        for (int b = next(); b >= 0 && b != '\n' && length < LONGEST_LINE; b = next()) {
            line[length++] = (byte) b;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private int next() throws IOException, SessionException {
        return at < filled || fill() ? buffer[at++] & 0xff : -1;
    }

    /** @return false at the end of what the device sends */
    private boolean fill() throws IOException, SessionException {
        at = 0;
        filled = 0;
        while (filled == 0) {
            if (!channel.awaitOutput(Deadline.after(patience.idle()).orEarlier(patience.deadline()))) {
                throw new SessionException(
                        FailureKind.TIMED_OUT, "%s fell silent while its file was copied.".formatted(device));
            }
            int count = channel.take(channel.getInputStream(), buffer);
            if (count < 0) {
                return false;
            }
            filled = count;
            keepErrors();
        }
        return true;
    }
}
