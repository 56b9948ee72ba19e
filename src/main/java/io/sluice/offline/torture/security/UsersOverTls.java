package io.sluice.offline.torture.security;

import io.sluice.config.SluiceConfig;
import io.sluice.stream.NeededPermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.provider.FileConfigProvider;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * Brokers that demand TLS, a user with a password (SCRAM), and a permission for each thing that the user does. Those
 * who connect to another listener, without TLS, may do everything: brokers, controllers and the torture itself.
 */
public final class UsersOverTls implements ClientSecurity {
    private static final String LOGIN = ScramLoginModule.class.getName() + " required";
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_512;
    private static final int ITERATIONS = 4096;
    private static final FileAttribute<?> FOR_ITS_OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;
    private final KeyFile key;
    private final SSLContext tls;

    private UsersOverTls(Path folder, KeyFile key, SSLContext tls) {
        this.folder = folder;
        this.key = key;
        this.tls = tls;
    }

    /** Makes a new key for the brokers inside {@code folder}. Passwords of users go there, too. */
    public static UsersOverTls make(Path folder) throws IOException, InterruptedException {
        KeyFile key =
                KeyFile.make(folder.resolve("brokers.p12"), Uuid.randomUuid().toString());
        return new UsersOverTls(folder, key, key.tls());
    }

    @Override
    public String protocol() {
        return "SASL_SSL";
    }

    @Override
    public Map<String, String> ofBroker(String listener) {
        String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".";
        return Map.of(
                prefix + "ssl.keystore.location",
                key.path().toString(),
                prefix + "ssl.keystore.password",
                key.password(),
                prefix + "ssl.keystore.type",
                KeyFile.TYPE,
                prefix + "sasl.enabled.mechanisms",
                MECHANISM.mechanismName(),
                prefix + "scram-sha-512.sasl.jaas.config",
                LOGIN + ";",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS");
    }

    @Override
    public ServerSocketFactory proxyServers() {
        return tls.getServerSocketFactory();
    }

    @Override
    public SocketFactory proxyClients() {
        return tls.getSocketFactory();
    }

    @Override
    public Map<String, String> admit(Admin admin, Map<String, String> pipeline)
            throws IOException, ExecutionException, InterruptedException {
        SluiceConfig config = new SluiceConfig(pipeline);
        String user = config.applicationId();
        String password = Uuid.randomUuid().toString();
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        user, new ScramCredentialInfo(MECHANISM, ITERATIONS), password)))
                .all()
                .get();
        admin.createAcls(permissions(config, user)).all().get();
        return settings(user, password);
    }

    /** Returns the permissions of the table in {@code docs/configuration.md} for {@code run}, each for one name. */
    private static List<AclBinding> permissions(SluiceConfig config, String user) {
        Stream<AclBinding> named = NeededPermissions.of(config).stream()
                .map(needed -> binding(
                        new ResourcePattern(needed.type(), needed.name(), PatternType.LITERAL),
                        user,
                        needed.operation()));
        AclBinding transactions = binding(
                new ResourcePattern(ResourceType.TRANSACTIONAL_ID, config.applicationId() + "-", PatternType.PREFIXED),
                user,
                AclOperation.WRITE);
        return Stream.concat(named, Stream.of(transactions)).toList();
    }

    private static AclBinding binding(ResourcePattern resource, String user, AclOperation operation) {
        return new AclBinding(
                resource, new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** The passwords come from a file, as those of a user would. */
    private Map<String, String> settings(String user, String password) throws IOException {
        Path secrets = folder.resolve(user + ".secrets");
        Files.deleteIfExists(secrets);
        Files.createFile(secrets, FOR_ITS_OWNER_ALONE);
        Files.writeString(secrets, "user=" + password + "\ntruststore=" + key.password() + "\n");
        Map<String, String> settings = new HashMap<>();
        settings.put("security.protocol", protocol());
        settings.put("sasl.mechanism", MECHANISM.mechanismName());
        settings.put(
                "sasl.jaas.config", LOGIN + " username=\"" + user + "\" password=\"${file:" + secrets + ":user}\";");
        settings.put("ssl.truststore.location", key.path().toString());
        settings.put("ssl.truststore.type", KeyFile.TYPE);
        settings.put("ssl.truststore.password", "${file:" + secrets + ":truststore}");
        settings.put("config.providers", "file");
        settings.put("config.providers.file.class", FileConfigProvider.class.getName());
        return settings;
    }
}
