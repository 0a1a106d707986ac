package io.zonekeeper.collector.recording;

import io.zonekeeper.collector.ssh.Connector;
import io.zonekeeper.collector.ssh.Deadline;
import io.zonekeeper.collector.ssh.DeviceSession;
import io.zonekeeper.collector.ssh.SessionException;
import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.SeenHostKey;
import java.util.Optional;

/** Reads as an engine would that takes each piece for whole lines: a mistake to be found. */
record SplittingConnector(Connector connector) implements Connector {

    @Override
    public DeviceSession connect(DeviceAccess access, Options options, Deadline deadline) throws SessionException {
        return new Session(connector.connect(access, options, deadline));
    }

    private record Session(DeviceSession session) implements DeviceSession {

        @Override
        public Optional<SeenHostKey> hostKey() {
            return session.hostKey();
        }

        @Override
        public Shell openShell(int columns, int rows, Deadline deadline) throws SessionException {
            return new Splitting(session.openShell(columns, rows, deadline));
        }

        @Override
        public int execute(String command, long maxBytes, Deadline deadline, Outputs outputs) throws SessionException {
            return session.execute(command, maxBytes, deadline, outputs);
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private record Splitting(DeviceSession.Shell shell) implements DeviceSession.Shell {

        private static final int LONGEST = 150;

        @Override
        public void write(byte[] bytes) throws SessionException {
            shell.write(bytes);
        }

        @Override
        public int read(byte[] buffer, Deadline deadline) throws SessionException {
            byte[] piece = new byte[LONGEST];
            int count = shell.read(piece, deadline);
            if (count <= 0) {
                return count;
            }
            System.arraycopy(piece, 0, buffer, 0, count);
            if (count < LONGEST) {
                return count;
            }
            buffer[count] = '\n';
            return count + 1;
        }
    }
}
