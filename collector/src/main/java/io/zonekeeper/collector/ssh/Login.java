package io.zonekeeper.collector.ssh;

import io.zonekeeper.common.job.DeviceAccess;
import io.zonekeeper.common.result.FailureKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.ConnectionImpl;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.UserAuthImpl;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthKeyboardInteractive;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import net.schmizz.sshj.userauth.method.AuthPassword;
import net.schmizz.sshj.userauth.method.AuthPublickey;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import org.jspecify.annotations.Nullable;

/** One login: the key if there is one, then the password, then the password as an answer to prompts. */
final class Login {

    private static final String PASSWORD = "password";
    private static final String PROMPTS = "keyboard-interactive";
    private static final Set<DisconnectReason> REFUSALS = EnumSet.of(
            DisconnectReason.AUTH_CANCELLED_BY_USER,
            DisconnectReason.NO_MORE_AUTH_METHODS_AVAILABLE,
            DisconnectReason.ILLEGAL_USER_NAME);

    private final Link link;
    private final ConnectionImpl connection;
    private final DeviceAccess access;
    private final Optional<KeyProvider> key;
    private final Deadline deadline;
    private final Duration timeout;
    private final UserAuthImpl auth;
    private final List<String> tried = new ArrayList<>();
    private boolean refused;

    Login(
            Link link,
            ConnectionImpl connection,
            DeviceAccess access,
            Optional<KeyProvider> key,
            Deadline deadline,
            Duration timeout) {
        this.link = link;
        this.connection = connection;
        this.access = access;
        this.key = key;
        this.deadline = deadline;
        this.timeout = timeout;
        this.auth = new UserAuthImpl(link.transport());
    }

    /** @throws SessionException LOGIN_REFUSED, TIMED_OUT or UNREACHABLE */
    void run() throws SessionException {
        if (!accepted()) {
            throw refusal(null);
        }
    }

    private boolean accepted() throws SessionException {
        if (key.isPresent() && attempt(new AuthPublickey(key.get()))) {
            return true;
        }
        String password = access.password();
        if (password == null) {
            return key.isEmpty() && attempt(new AuthNone());
        }
        if (isWorthTrying(PASSWORD) && attempt(new PlainPassword(password))) {
            return true;
        }
        // A device that took the password by one way and refused it counts the other way as one more wrong login.
        boolean answered = tried.contains(PASSWORD) && offered().contains(PASSWORD) && !auth.hadPartialSuccess();
        return !answered
                && isWorthTrying(PROMPTS)
                && attempt(new Prompts(new PromptAnswers(access.username(), password)));
    }

    /** Before the first refusal the device has not told what it offers. */
    private boolean isWorthTrying(String method) {
        return !refused || offered().contains(method);
    }

    private Collection<String> offered() {
        return auth.getAllowedMethods();
    }

    private boolean attempt(AuthMethod method) throws SessionException {
        tried.add(method.getName());
        method.setLoggerFactory(link.transport().getConfig().getLoggerFactory());
        try {
            boolean accepted = auth.authenticate(access.username(), connection, method, millisLeft());
            refused |= !accepted;
            return accepted;
        } catch (UserAuthException | TransportException e) {
            return failed(e);
        }
    }

    private boolean failed(SSHException e) throws SessionException {
        if (deadline.isOver() || Link.isTimeout(e)) {
            throw new SessionException(
                    FailureKind.TIMED_OUT, "%s fell silent during the login.".formatted(link.device()), e);
        }
        if (link.transport().isRunning()) {
            throw refusal(e);
        }
        if (refused || REFUSALS.contains(Link.disconnectReason(e))) {
            throw refusal(e);
        }
        throw new SessionException(
                FailureKind.UNREACHABLE,
                "%s closed the connection during the login (%s).".formatted(link.device(), Shown.reason(e)),
                e);
    }

    private SessionException refusal(@Nullable SSHException cause) {
        String detail = cause == null ? "" : " (%s)".formatted(Shown.reason(cause));
        String way = access.password() == null && key.isEmpty()
                ? "no password and no key given"
                : "tried " + String.join(", ", tried);
        String offered = offered().isEmpty() ? "" : "; the device offers " + Shown.text(String.join(", ", offered()));
        String sentence = "%s refused the login of %s%s: %s%s."
                .formatted(link.device(), Shown.text(access.username()), detail, way, offered);
        return cause == null
                ? new SessionException(FailureKind.LOGIN_REFUSED, sentence)
                : new SessionException(FailureKind.LOGIN_REFUSED, sentence, cause);
    }

    private int millisLeft() {
        long left = Math.min(timeout.toMillis(), deadline.left().toMillis());
        return (int) Math.max(1, left);
    }

    private static final class PlainPassword extends AuthPassword {

        PlainPassword(String password) {
            super(PasswordUtils.createOneOff(password.toCharArray()));
        }

        @Override
        public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
            if (message == Message.USERAUTH_60) {
                throw new UserAuthException("the password has to be changed first");
            }
            super.handle(message, packet);
        }
    }

    private static final class Prompts extends AuthKeyboardInteractive {

        Prompts(PromptAnswers answers) {
            super(answers);
        }

        @Override
        public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
            try {
                super.handle(message, packet);
            } catch (PromptAnswers.AskedAgain e) {
                throw new UserAuthException("the answer to its prompt was refused", e);
            }
        }
    }
}
