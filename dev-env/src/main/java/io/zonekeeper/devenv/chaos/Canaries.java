package io.zonekeeper.devenv.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonekeeper.devenv.stack.Services;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for secrets where none may be: as they are, in base64 at any offset, in hexadecimal, and within anything gzipped.
 * Thread-safe.
 */
public final class Canaries {

    private static final int MOST_INFLATED = 64 << 20;

    private final List<String> needles;

    /** @param secrets long enough not to be met by chance */
    public Canaries(List<String> secrets) {
        needles = secrets.stream().flatMap(Canaries::forms).distinct().toList();
    }

    /** Returns the files below a folder that hold one; one that vanishes meanwhile holds none. */
    public List<Path> inFiles(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = content(file);
                if (content != null && isIn(content)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    /** Returns the tables that hold one in any row. */
    public Set<String> inTables(Services services) throws SQLException {
        Set<String> found = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(
                        services.databaseUrl(), services.databaseUser(), services.databasePassword());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("""
                    select quote_ident(table_name) from information_schema.tables
                    where table_schema = 'public' and table_type = 'BASE TABLE'""")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select t::text from %s t".formatted(table))) {
                    while (rows.next()) {
                        if (isIn(rows.getString(1).getBytes(UTF_8))) {
                            found.add(table);
                        }
                    }
                }
            }
        }
        return found;
    }

    /** Returns the command lines of processes that show one; environments are their owner's to read. */
    public List<String> inCommandLines() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(each -> each.getFileName().toString().matches("\\d+"))
                    .toList()) {
                byte[] line = content(process.resolve("cmdline"));
                if (line != null && isIn(line)) {
                    found.add(new String(line, UTF_8).replace('\0', ' '));
                }
            }
        }
        return found;
    }

    public boolean isIn(byte[] content) {
        String text = new String(content, ISO_8859_1);
        if (needles.stream().anyMatch(text::contains)) {
            return true;
        }
        for (int at = text.indexOf("\u001f\u008b\b"); at >= 0; at = text.indexOf("\u001f\u008b\b", at + 1)) {
            String inflated = inflated(content, at);
            if (needles.stream().anyMatch(inflated::contains)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<String> forms(String secret) {
        byte[] bytes = secret.getBytes(UTF_8);
        String hex = HexFormat.of().formatHex(bytes);
        List<String> forms = new ArrayList<>(List.of(secret, hex, hex.toUpperCase(Locale.ROOT)));
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String encoded = encoder.withoutPadding().encodeToString(shifted);
                // The characters at both ends depend on what stands beside the secret.
                forms.add(encoded.substring(before == 0 ? 0 : before + 1, encoded.length() - 2));
            }
        }
        return forms.stream();
    }

    /** As far as it can be. */
    private static String inflated(byte[] content, int at) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content, at, content.length - at))) {
            byte[] piece = new byte[8192];
            int count = in.read(piece);
            while (count > 0 && out.size() < MOST_INFLATED) {
                out.write(piece, 0, count);
                count = in.read(piece);
            }
        } catch (IOException e) {
            // The end of what is gzipped, or three bytes that only look like its beginning.
            return out.toString(ISO_8859_1);
        }
        return out.toString(ISO_8859_1);
    }

    private static byte @Nullable [] content(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            if (Files.exists(file) && Files.isReadable(file) && !file.startsWith("/proc")) {
                throw e;
            }
            return null;
        }
    }
}
