package io.zonekeeper.collector.recording;

/** In which way a device behaves that the recorded one did not, and that must change nothing of what is stored. */
enum Manners {
    AS_RECORDED,
    /** It does not repeat what is typed. */
    WITHOUT_ECHO,
    /** It draws prompt and command once more as the command is entered. */
    DRAWS_THE_LINE_AGAIN,
    /** Its line ends have a carriage return too many. */
    TWO_CARRIAGE_RETURNS,
    /** Blanks stand behind its prompt. */
    BLANKS_BEHIND_THE_PROMPT,
    /** Its prompt is coloured, and what is right of it is erased. */
    PAINTS_THE_PROMPT,
    /** Its banner holds lines that look like its prompt. */
    BANNER_LIKE_A_PROMPT,
    /** It says nothing for a while after the login. */
    SLOW_FIRST_PROMPT,
    /** It says nothing at all after the login until it is sent a line. */
    WAITS_FOR_A_LINE,
    /** It wants a key to be pressed first. */
    WANTS_A_KEY,
    /** It asks for the login a second time, in the shell. */
    ASKS_FOR_THE_LOGIN,
    /** It pages long answers with a mark no definition has, whatever it is told about paging. */
    PAGES_ITS_OWN_WAY,
    /** It answers commands that it does not know with nothing but its prompt. */
    PASSES_OVER_UNKNOWN_COMMANDS,
    /** It refuses commands in words no definition has. */
    REFUSES_IN_ITS_OWN_WORDS
}
