package io.zonekeeper.collector.plugin;

/** What a device does with bytes it is sent, without any clock. */
interface ScriptedDevice {

    /** Where the device puts what it says. */
    interface Line {
        void say(String text);

        void say(byte[] bytes);

        void hangUp();
    }

    void greet(Line line);

    void hear(byte[] bytes, Line line);

    /** The answer to a command without a shell. */
    default byte[] execute(String command) {
        throw new UnsupportedOperationException(command);
    }
}
