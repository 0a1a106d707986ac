package io.zonekeeper.consumer.git;

/** The Git history cannot be written now; the message is a sentence for the operator. */
final class GitException extends Exception {

    private static final long serialVersionUID = 1L;

    GitException(String message) {
        super(message);
    }

    GitException(String message, Throwable cause) {
        super(message, cause);
    }
}
