package io.zonekeeper.collector;

import io.zonekeeper.common.platform.DefinitionException;
import io.zonekeeper.common.platform.DefinitionFile;
import io.zonekeeper.common.setting.Environment;
import io.zonekeeper.common.setting.SettingException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code check-definition}: whether platform definitions can be used, and each mistake if not. */
@Command(
        name = "check-definition",
        description =
                "Checks platform definitions together with the built-in ones and those of ZONEKEEPER_PLATFORMS_DIR, without a"
                        + " device. Every mistake is told with its file and line. Exit 0, or 1 if there is any.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class CheckDefinitionCommand implements Callable<Integer> {

    private final Environment environment;
    private final PrintStream out;
    private final PrintStream err;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files with a definition each.")
    private List<Path> files = List.of();

    CheckDefinitionCommand() {
        this(Environment.ofProcess(), System.out, System.err);
    }

    CheckDefinitionCommand(Environment environment, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        return files.stream().mapToInt(this::check).max().orElse(0);
    }

    private int check(Path path) {
        try {
            DefinitionFile file = PlatformsCommand.definition(path);
            PlatformsCommand.platforms(environment, file);
            out.println("%s: the definition of \"%s\" is valid.".formatted(path, file.key()));
            out.flush();
            return 0;
        } catch (DefinitionException | SettingException e) {
            err.println(e.getMessage());
            err.flush();
            return 1;
        }
    }
}
