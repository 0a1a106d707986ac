package io.zonekeeper.collector.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.mac.Macs;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.LoggerFactory;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.DHGexSHA1;
import net.schmizz.sshj.transport.kex.DHGexSHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.kex.KeyExchange;
import net.schmizz.sshj.transport.mac.MAC;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** The two sets of algorithms a device can be met with, best first. Each is built once and shared by all sessions. */
final class Algorithms {

    static final Config MODERN = config(false);
    static final Config LEGACY = config(true);

    private static final Pattern NO_SETTLEMENT =
            Pattern.compile("Unable to reach a settlement of (\\w+): \\[(.*?)] and \\[(.*?)]");

    static Config of(boolean legacy) {
        return legacy ? LEGACY : MODERN;
    }

    /**
     * The sentence for two sides without a common algorithm; empty if that was not the trouble.
     *
     * <p>The library tells it by the text of its exception alone, so a test holds that text.
     */
    static Optional<String> noCommonAlgorithm(String message, String device, boolean legacy) {
        Matcher matcher = NO_SETTLEMENT.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String category = matcher.group(1);
        String offered = matcher.group(3);
        return Optional.of(
                "%s and this collector have no %s algorithm in common: the device offers %s; the collector %s. %s"
                        .formatted(
                                device,
                                named(category),
                                Shown.text(offered),
                                matcher.group(2),
                                wayOut(legacy, category, List.of(offered.split(", ")))));
    }

    private static String wayOut(boolean legacy, String category, List<String> offered) {
        if (legacy) {
            return "Legacy algorithms are enabled for it already.";
        }
        return namesOf(LEGACY, category).anyMatch(offered::contains)
                ? "Enable legacy algorithms for this device."
                : "Enabling legacy algorithms for this device would not help.";
    }

    private static String named(String category) {
        return switch (category) {
            case "KeyExchangeAlgorithms" -> "key exchange";
            case "HostKeyAlgorithms" -> "host key";
            case "Client2ServerCipherAlgorithms", "Server2ClientCipherAlgorithms" -> "cipher";
            case "Client2ServerMACAlgorithms", "Server2ClientMACAlgorithms" -> "MAC";
            default -> "compression";
        };
    }

    private static Stream<String> namesOf(Config config, String category) {
        List<? extends Factory.Named<?>> factories =
                switch (named(category)) {
                    case "key exchange" -> config.getKeyExchangeFactories();
                    case "host key" -> config.getKeyAlgorithms();
                    case "cipher" -> config.getCipherFactories();
                    case "MAC" -> config.getMACFactories();
                    default -> config.getCompressionFactories();
                };
        return factories.stream().map(Factory.Named::getName);
    }

    private static Config config(boolean legacy) {
        ConfigImpl config = new ConfigImpl();
        config.setVersion("Zonekeeper");
        config.setLoggerFactory(new Silent());
        config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
        config.setKeepAliveProvider(KeepAliveProvider.HEARTBEAT);
        config.setKeyExchangeFactories(withLegacy(legacy, modernKeyExchanges(), legacyKeyExchanges()));
        config.setKeyAlgorithms(withLegacy(legacy, modernKeys(), List.of(KeyAlgorithms.SSHRSA())));
        config.setCipherFactories(withLegacy(legacy, modernCiphers(), legacyCiphers()));
        config.setMACFactories(withLegacy(legacy, modernMacs(), List.of(Macs.HMACSHA1Etm(), Macs.HMACSHA1())));
        config.setCompressionFactories(List.of(new NoneCompression.Factory()));
        config.setFileKeyProviderFactories(List.of());
        return config;
    }

    private static List<Factory.Named<KeyExchange>> modernKeyExchanges() {
        return List.of(
                new Curve25519SHA256.Factory(),
                new Curve25519SHA256.FactoryLibSsh(),
                new ECDHNistP.Factory256(),
                new ECDHNistP.Factory384(),
                new ECDHNistP.Factory521(),
                DHGroups.Group14SHA256(),
                DHGroups.Group16SHA512(),
                new DHGexSHA256.Factory());
    }

    private static List<Factory.Named<KeyExchange>> legacyKeyExchanges() {
        return List.of(DHGroups.Group14SHA1(), new DHGexSHA1.Factory(), DHGroups.Group1SHA1());
    }

    private static List<Factory.Named<KeyAlgorithm>> modernKeys() {
        return List.of(
                KeyAlgorithms.EdDSA25519(),
                KeyAlgorithms.ECDSASHANistp256(),
                KeyAlgorithms.ECDSASHANistp384(),
                KeyAlgorithms.ECDSASHANistp521(),
                KeyAlgorithms.RSASHA512(),
                KeyAlgorithms.RSASHA256());
    }

    private static List<Factory.Named<Cipher>> modernCiphers() {
        return List.of(
                ChachaPolyCiphers.CHACHA_POLY_OPENSSH(),
                GcmCiphers.AES128GCM(),
                GcmCiphers.AES256GCM(),
                BlockCiphers.AES128CTR(),
                BlockCiphers.AES192CTR(),
                BlockCiphers.AES256CTR());
    }

    private static List<Factory.Named<Cipher>> legacyCiphers() {
        return List.of(
                BlockCiphers.AES128CBC(),
                BlockCiphers.AES192CBC(),
                BlockCiphers.AES256CBC(),
                BlockCiphers.TripleDESCBC());
    }

    private static List<Factory.Named<MAC>> modernMacs() {
        return List.of(Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512());
    }

    private static <T> List<T> withLegacy(boolean legacy, List<? extends T> modern, List<? extends T> old) {
        return Stream.concat(modern.stream(), legacy ? old.stream() : Stream.<T>empty())
                .<T>map(factory -> factory)
                .toList();
    }

    /** The library logs a device's faults as errors with a trace; here they are data, told by what is thrown. */
    private static final class Silent implements LoggerFactory {

        @Override
        public Logger getLogger(String name) {
            return NOPLogger.NOP_LOGGER;
        }

        @Override
        public Logger getLogger(Class<?> type) {
            return NOPLogger.NOP_LOGGER;
        }
    }

    private Algorithms() {}
}
