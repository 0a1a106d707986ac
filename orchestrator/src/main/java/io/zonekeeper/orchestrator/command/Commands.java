package io.zonekeeper.orchestrator.command;

import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import io.zonekeeper.orchestrator.Orchestrator;
import io.zonekeeper.orchestrator.web.FieldError;
import io.zonekeeper.orchestrator.web.Problem;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Arrays;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The command line of the program: results on standard output, everything else on standard error. */
public final class Commands {

    /** EX_UNAVAILABLE of sysexits: something this needs does not answer; trying again may help. */
    static final int UNAVAILABLE = 69;

    /** A check has found something that does not work; a dry run, something that would hold the import back. */
    static final int FINDINGS = 3;

    /** No exit code: the process goes on. */
    static final int RUNNING = -1;

    /** @return the exit code; empty if the process is to go on */
    public static OptionalInt execute(Environment environment, String... arguments) {
        if (!isServe(arguments)) {
            System.setProperty("logback.configurationFile", "io/zonekeeper/orchestrator/command/logging.xml");
        }
        int code = commandLine(environment, Clock.systemUTC()).execute(arguments);
        return code == RUNNING ? OptionalInt.empty() : OptionalInt.of(code);
    }

    static CommandLine commandLine(Environment environment, Clock clock) {
        return new CommandLine(new OrchestratorCommand(environment))
                .addSubcommand(new ServeCommand(environment))
                .addSubcommand(new MigrateCommand(environment))
                .addSubcommand(new CreateAdminCommand(environment, clock))
                .addSubcommand(new ExportCommand(environment, clock))
                .addSubcommand(new ImportCommand(environment, clock))
                .addSubcommand(new CheckCommand(environment, clock))
                .addSubcommand(new RotateMasterKeyCommand(environment, clock))
                .addSubcommand(new CompletionCommand())
                .setExecutionExceptionHandler(new Failures());
    }

    private static boolean isServe(String... arguments) {
        return arguments.length == 0 || Arrays.equals(arguments, new String[] {ServeCommand.NAME});
    }

    /** Something this needs does not answer. */
    static final class UnavailableException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnavailableException(String sentence) {
            super(sentence);
        }
    }

    /** What is given on the command line cannot be used. */
    static final class ArgumentException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ArgumentException(String sentence) {
            super(sentence);
        }
    }

    private static final class Failures implements IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed)
                throws Exception {
            PrintWriter err = command.getErr();
            switch (failure) {
                case SettingException wrong -> {
                    err.println(wrong.getMessage());
                    return Orchestrator.WRONG_SETTINGS;
                }
                case ArgumentException wrong -> {
                    err.println(wrong.getMessage());
                    return CommandLine.ExitCode.USAGE;
                }
                case UnavailableException away -> {
                    err.println(away.getMessage());
                    return UNAVAILABLE;
                }
                case Problem problem -> {
                    err.println(problem.detail());
                    if (problem.errors().size() > 1) {
                        problem.errors().stream().map(FieldError::message).forEach(err::println);
                    }
                    return CommandLine.ExitCode.SOFTWARE;
                }
                default -> throw failure;
            }
        }
    }

    private Commands() {}
}
