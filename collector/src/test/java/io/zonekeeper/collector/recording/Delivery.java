package io.zonekeeper.collector.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How what a device says travels: in which pieces, how slowly, and how far. */
interface Delivery {

    /** One session's share of it. */
    interface Road {

        /** @throws RoadEnds where the connection is to be dropped */
        void send(String text, OutputStream out) throws IOException;
    }

    int AT_BOTH_ENDS = 200;

    /** Nothing gets further than this. */
    final class RoadEnds extends IOException {

        private static final long serialVersionUID = 1L;
    }

    Road road();

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Each answer in one piece. */
    static Delivery whole() {
        return () -> (text, out) -> {
            out.write(bytes(text));
            out.flush();
        };
    }

    /** Pieces of random size, now and then with a gap that makes them arrive one by one. */
    static Delivery pieces(long seed) {
        return () -> {
            Random random = new Random(seed);
            int largest = 1 + random.nextInt(1400);
            return (text, out) -> inPieces(bytes(text), out, random, largest, 300, 0, 3);
        };
    }

    /** Byte by byte at the beginning and the end of each answer, where echo and prompt are. */
    static Delivery byteByByte() {
        return () -> (text, out) -> {
            byte[] bytes = bytes(text);
            for (int at = 0; at < bytes.length; ) {
                boolean within = at >= AT_BOTH_ENDS && at + 1400 < bytes.length - AT_BOTH_ENDS;
                int size = within ? 1400 : 1;
                out.write(bytes, at, size);
                out.flush();
                at += size;
            }
        };
    }

    /** A few pieces an answer, each late by that many milliseconds. */
    static Delivery late(long seed, int shortest, int longest) {
        return () -> {
            Random random = new Random(seed);
            return (text, out) -> inPieces(bytes(text), out, random, 1400, 4, shortest, longest);
        };
    }

    /** All is well until as many bytes have gone; then the connection breaks. */
    static Delivery broken(String afterHalfOf) {
        return () -> (text, out) -> {
            byte[] bytes = bytes(text);
            if (!text.equals(afterHalfOf)) {
                out.write(bytes);
                out.flush();
                return;
            }
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            throw new RoadEnds();
        };
    }

    private static void inPieces(
            byte[] bytes, OutputStream out, Random random, int largest, int mostPieces, int shortest, int longest)
            throws IOException {
        int at = 0;
        int floor = bytes.length / mostPieces;
        while (at < bytes.length) {
            int size = Math.min(bytes.length - at, floor + 1 + random.nextInt(largest));
            out.write(bytes, at, size);
            out.flush();
            at += size;
            if (longest > 100 || random.nextInt(10) == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(shortest, longest + 1)));
            }
        }
    }
}
