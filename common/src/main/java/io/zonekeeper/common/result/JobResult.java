package io.zonekeeper.common.result;

import java.util.List;

/** How an attempt ended. Every attempt a collector takes ends in exactly one of these. */
public sealed interface JobResult {

    ResultHeader header();

    /**
     * A complete configuration.
     *
     * @param binary not text: shown and compared by its hash alone
     * @param compareSha256 of the configuration without its volatile lines; equal means unchanged
     * @param secretSpans ascending and without overlap
     * @param volatileSpans what changes from one collection to the next without a change of the configuration; ascending and
     *     without overlap, none beyond the end of its line
     */
    record Captured(
            ResultHeader header,
            Content content,
            boolean binary,
            String compareSha256,
            List<Span> secretSpans,
            List<Span> volatileSpans,
            List<ContextPart> context)
            implements JobResult {

        public Captured {
            secretSpans = List.copyOf(secretSpans);
            volatileSpans = List.copyOf(volatileSpans);
            context = List.copyOf(context);
        }

        /** One that has nothing volatile in it, or is not known to. */
        public Captured(
                ResultHeader header,
                Content content,
                boolean binary,
                String compareSha256,
                List<Span> secretSpans,
                List<ContextPart> context) {
            this(header, content, binary, compareSha256, secretSpans, List.of(), context);
        }
    }

    /** Done, and nothing to store but the fact: a login test that reached the prompt. */
    record Completed(ResultHeader header) implements JobResult {}

    /** @param detail one sentence for the operator, without secrets */
    record Failed(ResultHeader header, FailureKind failure, String detail) implements JobResult {}
}
