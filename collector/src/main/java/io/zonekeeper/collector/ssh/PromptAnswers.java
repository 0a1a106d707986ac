package io.zonekeeper.collector.ssh;

import java.util.List;
import net.schmizz.sshj.userauth.method.ChallengeResponseProvider;
import net.schmizz.sshj.userauth.password.Resource;

/** Answers hidden prompts with the password, whatever they say, and visible ones with the user name. */
final class PromptAnswers implements ChallengeResponseProvider {

    private final String username;
    private final String password;
    private boolean answered;
    private boolean answeredBefore;

    PromptAnswers(String username, String password) {
        this.username = username;
        this.password = password;
    }

    /** A device that asks once more has refused the password; answering again would count as another wrong login. */
    static final class AskedAgain extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private AskedAgain() {
            super("asked again", null, false, false);
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void init(Resource resource, String name, String instruction) {
        answeredBefore = answered;
    }

    @Override
    public char[] getResponse(String prompt, boolean echo) {
        if (echo) {
            return username.toCharArray();
        }
        if (answeredBefore) {
            throw new AskedAgain();
        }
        answered = true;
        return password.toCharArray();
    }

    @Override
    public List<String> getSubmethods() {
        return List.of();
    }

    @Override
    public boolean shouldRetry() {
        return false;
    }
}
