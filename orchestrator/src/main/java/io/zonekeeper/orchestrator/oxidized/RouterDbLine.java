package io.zonekeeper.orchestrator.oxidized;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one line of a {@code router.db}. */
public sealed interface RouterDbLine {

    /** Counted from 1, comments and blank lines included. */
    int number();

    /**
     * A device that can be taken over. {@link #toString()} shows no secret.
     *
     * @param address where it is reached: the name, where the line has no address of its own
     * @param port 0 for the platform's default
     * @param platform key of the platform its model is mapped to
     * @param model as Oxidized calls it, after {@code model_map}
     * @param group after {@code group_map}, or null where Oxidized has none for it; not necessarily a name a group can have here
     * @param transport a value of the platform parameter of that name, or null for the platform's first
     * @param enableSecret null where none is needed or the login password is meant
     * @param notes sentences about what the line says and is not taken over
     */
    record Device(
            int number,
            String name,
            String address,
            int port,
            String platform,
            String model,
            @Nullable String group,
            @Nullable String transport,
            @Nullable String username,
            @Nullable String password,
            @Nullable String enableSecret,
            List<String> notes)
            implements RouterDbLine {

        public Device {
            notes = List.copyOf(notes);
        }

        @Override
        public String toString() {
            return "Device[number=%d, name=%s, address=%s, port=%d, platform=%s, group=%s, username=%s]"
                    .formatted(number, name, address, port, platform, group, username);
        }
    }

    /**
     * A line that cannot be taken over.
     *
     * @param name as far as it could be read, else null
     * @param reasons at least one sentence that says why and what helps; none holds a secret
     */
    record Refused(int number, @Nullable String name, List<String> reasons) implements RouterDbLine {

        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
