package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.fleet.Ledger;
import io.zonekeeper.devenv.stack.StackException;
import io.zonekeeper.devenv.stack.Wait;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Lets a fault strike amid a run. */
public final class Trials {

    private static final Duration GIT_PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_DELAY_MILLIS = 2000;

    private final Scene scene;
    private final int sessions;
    private final int unstored;

    /**
     * @param sessions open at the moment of the fault, at least
     * @param unstored results in the stream at that moment, at least
     */
    public Trials(Scene scene, int sessions, int unstored) {
        this.scene = scene;
        this.sessions = sessions;
        this.unstored = unstored;
    }

    public Trial run(Fault fault, int number) throws Exception {
        Ledger ledger = scene.fleet().ledger();
        long since = ledger.last();
        long overlaps = ledger.summary().overlaps();
        long sessionsBefore = ledger.summary().sessions();
        scene.startRun();
        Moment moment;
        long struck;
        try (HeldResults _ = new HeldResults(scene.services())) {
            Thread.sleep(scene.random().nextInt(MOST_DELAY_MILLIS));
            moment = fault.collectors() == 0 ? scene.awaitQueue(sessions) : scene.awaitLoad(sessions, unstored);
            struck = System.nanoTime();
            if (fault.amid()) {
                fault.strike().apply(scene);
            }
        }
        if (!fault.amid()) {
            fault.strike().apply(scene);
        }
        Duration left = fault.bound().minusNanos(System.nanoTime() - struck);
        List<Check> checks = new ArrayList<>();
        checks.add(awaitEnd(left));
        double seconds = checks.getFirst().holds() ? (System.nanoTime() - struck) / 1e9 : -1;
        checks.addAll(new Judgement(scene, since, overlaps).checks());
        checks.addAll(fault.inspect().of(scene, ledger.summary().sessions() - sessionsBefore));
        if (checks.stream().allMatch(Check::holds)) {
            fault.repair().apply(scene);
        }
        return new Trial(
                fault.name(),
                scene.plan().unsafe(),
                number,
                scene.plan().seed(),
                moment.toString(),
                seconds,
                List.copyOf(checks));
    }

    private Check awaitEnd(Duration patience) throws SQLException {
        String open = "select count(*) from job where finished_at is null";
        try {
            Wait.until("all jobs had ended", patience, () -> scene.isNumber(0, open));
        } catch (StackException e) {
            return new Check(
                    Invariant.RECOVERS_IN_TIME,
                    false,
                    "%d jobs open at the end of the bound"
                            .formatted(scene.database().number(open)));
        }
        try {
            Wait.until(
                    "stream and Git had caught up",
                    GIT_PATIENCE,
                    () -> scene.isStreamEmpty()
                            && scene.isNumber(0, "select count(*) from git_work where done_at is null")
                            && scene.isNumber(0, "select count(*) from attempt where settled_at is null"));
        } catch (StackException e) {
            return new Check(Invariant.RECOVERS_IN_TIME, false, "the jobs ended, but stream or Git did not catch up");
        }
        return new Check(Invariant.RECOVERS_IN_TIME, true, "");
    }
}
