package io.zonekeeper.common.start;

/**
 * Lets a program that was started on too old a Java say so. Compiled for Java 8, as is the {@code Main} that asks it: a Java
 * that cannot read the rest can read these two.
 */
public final class RequiredJava {

    private static final int RELEASE = 25;

    /** EX_CONFIG of sysexits.h: starting it again the same way ends the same way. */
    private static final int MISCONFIGURED = 78;

    private RequiredJava() {}

    /** Returns where this Java is new enough; else writes a sentence to standard error and ends the process with exit code 78. */
    public static void check() {
        String version = System.getProperty("java.specification.version");
        if (!isEnough(version)) {
            System.err.println(refusal(version, System.getProperty("java.home")));
            System.exit(MISCONFIGURED);
        }
    }

    /** @param version as in the system property {@code java.specification.version}: "1.8", "17", "25" */
    static boolean isEnough(String version) {
        return !version.startsWith("1.") && Integer.parseInt(version) >= RELEASE;
    }

    static String refusal(String version, String home) {
        return "Zonekeeper needs Java " + RELEASE + " or newer; the java in " + home + " is Java " + version
                + ". Install one and start this with its full path, or put it first in PATH.";
    }
}
