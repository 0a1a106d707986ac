package io.zonekeeper.devenv.chaos;

import io.zonekeeper.devenv.fleet.Ledger;
import io.zonekeeper.devenv.stack.StackException;
import io.zonekeeper.devenv.stack.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets faults strike amid runs of one scene. The bound of a recovery is 60 s beside the work itself: twice the time of a run in
 * which nothing goes wrong, since half of the collectors may be gone.
 */
public final class Trials {

    static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final Fault NOTHING = Fault.of("nothing", _ -> {});
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration LONGEST_WORK = Duration.ofSeconds(90);
    private static final int MOST_DELAY_MILLIS = 2000;

    private final Scene scene;
    private final int sessions;
    private final int unstored;
    private Duration work = Duration.ZERO;

    /**
     * @param sessions open at the moment of the fault, at least
     * @param unstored results in the stream at that moment, at least
     */
    public Trials(Scene scene, int sessions, int unstored) {
        this.scene = scene;
        this.sessions = sessions;
        this.unstored = unstored;
    }

    Scene scene() {
        return scene;
    }

    /** A run in which nothing goes wrong: all must hold, and how long it takes is known from then on. */
    public Trial runWithoutFault() throws Exception {
        work = LONGEST_WORK;
        Trial trial = run(NOTHING, 1);
        expectWork(trial.seconds());
        return trial;
    }

    /** @param seconds of a run in which nothing goes wrong */
    void expectWork(double seconds) {
        work = Duration.ofMillis((long) (1000 * Math.max(0, seconds)));
    }

    public Trial run(Fault fault, int number) throws Exception {
        Ledger ledger = scene.fleet().ledger();
        long since = ledger.last();
        long overlaps = ledger.summary().overlaps();
        long sessionsBefore = ledger.summary().sessions();
        long runsBefore = runs();
        scene.startRun();
        Moment moment;
        try (HeldResults _ = new HeldResults(scene)) {
            Thread.sleep(scene.random().nextInt(MOST_DELAY_MILLIS));
            moment = fault.collectors() == 0 ? scene.awaitQueue(sessions) : scene.awaitLoad(sessions, unstored);
            if (fault.amid()) {
                fault.strike().apply(scene);
            }
        }
        if (!fault.amid()) {
            fault.strike().apply(scene);
        }
        long over = System.nanoTime();
        List<Check> checks = new ArrayList<>();
        checks.add(awaitEnd(RECOVERY.plus(work.multipliedBy(2 * (runs() - runsBefore)))));
        double seconds = checks.getFirst().holds() ? (System.nanoTime() - over) / 1e9 : -1;
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

    private long runs() {
        return scene.number("select count(*) from run");
    }

    private Check awaitEnd(Duration bound) {
        String open = "select count(*) from job where finished_at is null";
        try {
            Wait.until("all jobs had ended", bound, () -> scene.isNumber(0, open));
        } catch (StackException e) {
            return new Check(
                    Invariant.RECOVERS_IN_TIME,
                    false,
                    "%d jobs still open %d s after the fault".formatted(scene.number(open), bound.toSeconds()));
        }
        try {
            Wait.until(
                    "stream and Git had caught up",
                    CATCH_UP,
                    () -> scene.isStreamEmpty()
                            && scene.isNumber(0, "select count(*) from git_work where done_at is null")
                            && scene.isNumber(0, "select count(*) from attempt where settled_at is null"));
        } catch (StackException e) {
            return new Check(Invariant.RECOVERS_IN_TIME, false, "the jobs ended, but stream or Git did not catch up");
        }
        return new Check(Invariant.RECOVERS_IN_TIME, true, "");
    }
}
