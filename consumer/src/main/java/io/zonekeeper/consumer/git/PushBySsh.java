package io.zonekeeper.consumer.git;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/**
 * Reaches a remote by SSH as OpenSSH's client does with nobody at the keyboard: private keys without passphrase,
 * {@code known_hosts} and, if there is one, {@code config} lie in one folder; a server whose key is not known there is refused.
 */
final class PushBySsh {

    private final Path knownHosts;
    private final SshdSessionFactory sessions;

    PushBySsh(Path folder) {
        this.knownHosts = folder.resolve("known_hosts");
        this.sessions = new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(folder.toFile())
                .setSshDirectory(folder.toFile())
                .build(null);
    }

    /** Does nothing to a transport that is not by SSH. */
    void configure(Transport transport) {
        if (transport instanceof SshTransport ssh) {
            ssh.setSshSessionFactory(sessions);
        }
    }

    /** What a failure of the transport may mean here, to stand behind its message; empty if nothing is known to be missing. */
    String hint() {
        return Files.isReadable(knownHosts)
                ? ""
                : " (%s cannot be read: the server's host key belongs there)".formatted(knownHosts);
    }
}
