package io.zonekeeper.collector.plugin;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A made-up configuration of a Cisco IOS device of any size, as it is sent: three secrets in eleven lines. Held by nobody. */
final class LargeConfiguration extends InputStream {

    static final String NAME = "bench-1";
    static final String HEAD = "version 17.9\r\nhostname " + NAME + "\r\n";
    static final String END = "end\r\n";

    private static final String BLOCK = """
            !
            interface GigabitEthernet%1$d/0/%2$d
             description uplink %1$d to the distribution layer
             ip address 10.%2$d.%1$d.1 255.255.255.0
             ip ospf message-digest-key 1 md5 7 %3$016x
             no shutdown
            !
            username operator%1$d privilege 15 secret 9 $9$%3$016x
            ip route 10.%1$d.0.0 255.255.0.0 10.%2$d.0.254 name branch-%1$d
            snmp-server host 192.0.2.%2$d version 2c %3$016x
            access-list 101 permit tcp any host 10.%2$d.0.1 eq 443
            """.replace("\n", "\r\n");

    private final long size;
    private long made;
    private int block;
    private boolean ended;
    private byte[] piece = HEAD.getBytes(StandardCharsets.US_ASCII);
    private int at;

    /** @param size in bytes, at least; the last block is whole */
    LargeConfiguration(long size) {
        this.size = size;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
        if (at == piece.length && !next()) {
            return -1;
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, buffer, from, count);
        at += count;
        return count;
    }

    private boolean next() {
        if (ended) {
            return false;
        }
        made += piece.length;
        ended = made >= size;
        piece = (ended ? END : BLOCK.formatted(block % 4000, block % 250, block * 0x9e3779b97f4a7c15L))
                .getBytes(StandardCharsets.US_ASCII);
        block++;
        at = 0;
        return true;
    }
}
