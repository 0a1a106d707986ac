package io.zonekeeper.orchestrator.imports;

/**
 * Texts in files that spreadsheets open. What begins as a formula does would be run by one: it gets an apostrophe before it, which
 * spreadsheets take for "this is text", and which is taken away when the file is read again.
 */
final class SpreadsheetCell {

    private static final String FORMULA_STARTS = "=+-@\t\r\n";
    private static final char MARK = '\'';

    static String write(String text) {
        return isFormulaAfter(text, marks(text)) ? MARK + text : text;
    }

    static String read(String cell) {
        int marks = marks(cell);
        return marks > 0 && isFormulaAfter(cell, marks) ? cell.substring(1) : cell;
    }

    private static int marks(String text) {
        int marks = 0;
        while (marks < text.length() && text.charAt(marks) == MARK) {
            marks++;
        }
        return marks;
    }

    private static boolean isFormulaAfter(String text, int marks) {
        return marks < text.length() && FORMULA_STARTS.indexOf(text.charAt(marks)) >= 0;
    }

    private SpreadsheetCell() {}
}
