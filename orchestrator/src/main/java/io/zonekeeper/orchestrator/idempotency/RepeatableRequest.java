package io.zonekeeper.orchestrator.idempotency;

import io.zonekeeper.orchestrator.web.Problem;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/** A request whose whole body has been read, so that it can be compared and still be handled. Not thread-safe. */
final class RepeatableRequest extends HttpServletRequestWrapper {

    private static final int MOST_BYTES = 32 * 1024 * 1024;

    private final byte[] body;

    /** @throws Problem 413 if the body is too large to be compared */
    RepeatableRequest(HttpServletRequest request) throws IOException {
        super(request);
        this.body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw Problem.tooLarge(
                    "With an Idempotency-Key a body has at most %d MiB: send less at once, or send it without the key."
                            .formatted(MOST_BYTES >> 20));
        }
    }

    /**
     * SHA-256 of method, path, query, content type and body.
     *
     * @param rights of who asks: an answer is not repeated to who sees less
     */
    byte[] sha256(String rights) {
        MessageDigest digest = newSha256();
        for (String part : new String[] {rights, getMethod(), getRequestURI(), getQueryString(), getContentType()}) {
            digest.update(Objects.requireNonNullElse(part, "").getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return digest.digest(body);
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Body(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static final class Body extends ServletInputStream {

        private final InputStream bytes;

        Body(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            try {
                return bytes.available() == 0;
            } catch (IOException e) {
                throw new IllegalStateException("Bytes in memory can always be read", e);
            }
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("Handlers that read without waiting take no Idempotency-Key");
        }
    }
}
