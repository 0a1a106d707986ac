package com.google.re2j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a match of a pattern ends in a line of ASCII, and whether there is one, with one step in a table for each character.
 * It runs the program RE2/J compiles the pattern to, so it finds what a {@link Matcher} finds, which looks at each of the places a
 * match may be at for each character; it knows nothing of groups. It stands in this package because RE2/J shows its program to
 * nobody else.
 *
 * <p>A state is a list of places in the program, those first that are preferred (Cox, "Regular Expression Matching in the Wild",
 * 2010). States are made when they are first reached, and kept. Thread-safe.
 */
@NullMarked
public final class Automaton {

    /** There is no match. */
    public static final int NONE = -1;
    /** The pattern needs more states than are kept: ask a {@link Matcher}. */
    public static final int UNKNOWN = -2;

    private static final int MOST_STATES = 250;
    private static final int LONGEST_PROGRAM = 500;
    private static final int ASCII = 128;
    private static final int OUTSIDE = -1;
    private static final int OF_WORD = 'a';
    private static final int OTHER = ' ';

    private final Prog program;
    private final boolean anchored;
    private final boolean tooLong;
    /** By character, which of those it is that the program treats alike. */
    private final byte[] columns = new byte[ASCII];
    /** By column, one of its characters; the last is the end of the line. */
    private final int[] samples;

    private final Map<Key, State> states = new HashMap<>();
    private final State begin;
    private final State behindNewline;
    private final State behindWord;
    private final State behindOther;

    /**
     * What the way on depends on.
     *
     * @param places in the program, that a character may be read at
     * @param before a character like the one before
     * @param open whether a match may still begin here
     * @param matched whether a match ended before the last character
     */
    private record Key(List<Integer> places, int before, boolean open, boolean matched) {}

    /** Its fields are final, so whoever sees it through a race sees all of it; {@code next} is filled in as it is found out. */
    private static final class State {

        private final Key key;
        private final boolean matched;
        private final boolean dead;
        private final @Nullable State[] next;

        State(Key key, int columns) {
            this.key = key;
            this.matched = key.matched();
            this.dead = !key.open() && key.places().isEmpty();
            this.next = new State[columns];
        }
    }

    /** @param pattern of any kind */
    public Automaton(Pattern pattern) {
        program = pattern.re2().prog;
        anchored = (program.startCond() & Utils.EMPTY_BEGIN_TEXT) != 0;
        tooLong = program.numInst() > LONGEST_PROGRAM;
        samples = tooLong ? new int[] {OUTSIDE} : group();
        begin = start(OUTSIDE);
        behindNewline = start('\n');
        behindWord = start(OF_WORD);
        behindOther = start(OTHER);
    }

    /** Puts the characters into as few columns as the program can tell apart; returns the samples. */
    private int[] group() {
        int[] found = new int[ASCII + 1];
        Map<BitSet, Integer> known = new HashMap<>();
        for (int character = 0; character < ASCII; character++) {
            BitSet readAt = new BitSet();
            for (int place = 0; place < program.numInst(); place++) {
                readAt.set(place, reads(program.getInst(place), character));
            }
            readAt.set(program.numInst() + like(character));
            Integer column = known.putIfAbsent(readAt, known.size());
            if (column == null) {
                column = known.size() - 1;
                found[column] = character;
            }
            columns[character] = column.byteValue();
        }
        found[known.size()] = OUTSIDE;
        return Arrays.copyOf(found, known.size() + 1);
    }

    private State start(int before) {
        boolean open = !anchored || before == OUTSIDE;
        return state(new Key(List.of(), before, open, false));
    }

    /**
     * As {@link Matcher#find(int)} and {@link Matcher#end()}.
     *
     * @param line ASCII from {@code from} to {@code to}
     * @param at where to begin, not before {@code from}; what is before it is known but not matched
     * @return where the match ends, {@link #NONE} or {@link #UNKNOWN}
     */
    public int find(byte[] line, int from, int to, int at) {
        if (tooLong) {
            return UNKNOWN;
        }
        State state = startAt(line, from, at);
        int end = NONE;
        for (int i = at; i < to; i++) {
            State next = next(state, columns[line[i]]);
            if (next == null) {
                return UNKNOWN;
            }
            if (next.matched) {
                end = i;
            }
            if (next.dead) {
                return end;
            }
            state = next;
        }
        State last = next(state, samples.length - 1);
        if (last == null) {
            return UNKNOWN;
        }
        return last.matched ? to : end;
    }

    /** Null if there are too many states. */
    private @Nullable State next(State state, int column) {
        State next = state.next[column];
        return next == null ? step(state, column) : next;
    }

    private State startAt(byte[] line, int from, int at) {
        if (at == from) {
            return begin;
        }
        return switch (like(line[at - 1])) {
            case '\n' -> behindNewline;
            case OF_WORD -> behindWord;
            default -> behindOther;
        };
    }

    /** A character that conditions about what stands before it cannot tell from this one. */
    private static int like(int character) {
        if (character == '\n' || character == OUTSIDE) {
            return character;
        }
        return Utils.isWordRune(character) ? OF_WORD : OTHER;
    }

    private synchronized @Nullable State step(State state, int column) {
        int character = samples[column];
        Key key = state.key;
        Closure closure = new Closure(Utils.emptyOpContext(key.before(), character));
        for (int place : key.places()) {
            closure.add(place);
        }
        if (key.open()) {
            closure.add(program.start);
        }
        Set<Integer> places = new LinkedHashSet<>();
        for (Inst inst : closure.readers) {
            if (reads(inst, character)) {
                places.add(inst.out);
            }
        }
        Key reached = new Key(
                List.copyOf(places), like(character), key.open() && !closure.matched && !anchored, closure.matched);
        if (!states.containsKey(reached) && states.size() >= MOST_STATES) {
            return null;
        }
        State next = state(reached);
        state.next[column] = next;
        return next;
    }

    private State state(Key key) {
        return states.computeIfAbsent(key, made -> new State(made, samples.length));
    }

    private static boolean reads(Inst inst, int character) {
        if (character < 0) {
            return false;
        }
        return switch (inst.op) {
            case Inst.RUNE -> inst.matchRune(character);
            case Inst.RUNE1 -> character == inst.runes[0];
            case Inst.RUNE_ANY -> true;
            case Inst.RUNE_ANY_NOT_NL -> character != '\n';
            default -> false;
        };
    }

    /** The places that read a character, and can be come to without reading one; none that is less preferred than a match. */
    private final class Closure {

        private final int condition;
        private final BitSet visited = new BitSet();
        private final List<Inst> readers = new ArrayList<>();
        private boolean matched;

        Closure(int condition) {
            this.condition = condition;
        }

        void add(int place) {
            if (matched || visited.get(place)) {
                return;
            }
            visited.set(place);
            Inst inst = program.getInst(place);
            switch (inst.op) {
                case Inst.ALT, Inst.ALT_MATCH -> {
                    add(inst.out);
                    add(inst.arg);
                }
                case Inst.EMPTY_WIDTH -> {
                    if ((inst.arg & ~condition) == 0) {
                        add(inst.out);
                    }
                }
                case Inst.NOP, Inst.CAPTURE -> add(inst.out);
                case Inst.MATCH -> matched = true;
                case Inst.FAIL -> {}
                default -> readers.add(inst);
            }
        }
    }
}
