package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.orchestrator.access.Role;
import io.zonekeeper.orchestrator.access.Scope;
import io.zonekeeper.orchestrator.access.TokenAdministration;
import io.zonekeeper.orchestrator.access.TokenForm;
import io.zonekeeper.orchestrator.access.User;
import io.zonekeeper.orchestrator.access.UserAdministration;
import io.zonekeeper.orchestrator.access.UserForm;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "create-admin",
        description = "Creates an administrator, the first or another one; an orchestrator may be running or not.",
        mixinStandardHelpOptions = true)
final class CreateAdminCommand implements Callable<Integer> {

    private static final String PASSWORD_FILE = "--password-file";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The user's name.")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Option(
            names = PASSWORD_FILE,
            paramLabel = "FILE",
            description = "File with the password in its first line; - for standard input. Else it is asked for.")
    private @Nullable String passwordFile;

    @Option(names = "--with-token", description = "Prints an API token of the user, this one time.")
    private boolean withToken;

    private final Environment environment;
    private final Clock clock;

    CreateAdminCommand(Environment environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        String password =
                passwordFile == null ? Secret.ask("Password", PASSWORD_FILE) : Secret.read(PASSWORD_FILE, passwordFile);
        try (CommandContext context = CommandContext.open(environment, clock)) {
            UserAdministration.UserView user = context.bean(UserAdministration.class)
                    .create(CommandContext.WHO, new UserForm(name, password, Role.ADMIN, null, null, null));
            spec.commandLine().getErr().println("Administrator %s is created.".formatted(user.name()));
            if (withToken) {
                spec.commandLine()
                        .getOut()
                        .println(context.bean(TokenAdministration.class)
                                .create(administrator(user), new TokenForm(CommandContext.WHO, null, null, null, null))
                                .token());
                spec.commandLine().getOut().flush();
            }
        }
        return 0;
    }

    private static User administrator(UserAdministration.UserView user) {
        return new User(user.id(), user.name(), user.role(), Scope.all(), true, null);
    }
}
