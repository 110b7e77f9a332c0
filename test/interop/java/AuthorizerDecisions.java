import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;

/**
 * Apache Kafka's own authorizer, asked line by line: "new" makes one, "acl" gives it an entry, "ask" and "any" print its decision. Fields stand between
 * tabulators, codes are those of the protocol.
 */
public class AuthorizerDecisions {
    record Requester(KafkaPrincipal principal, InetAddress clientAddress) implements AuthorizableRequestContext {
        @Override public String listenerName() { return "PLAINTEXT"; }
        @Override public SecurityProtocol securityProtocol() { return SecurityProtocol.PLAINTEXT; }
        @Override public int requestType() { return 0; }
        @Override public int requestVersion() { return 0; }
        @Override public String clientId() { return ""; }
        @Override public int correlationId() { return 0; }
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StandardAuthorizer authorizer = null;
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] f = line.split("\t", -1);
            switch (f[0]) {
                case "new" -> {
                    authorizer = new StandardAuthorizer();
                    authorizer.withPluginMetrics(new PluginMetricsImpl(new Metrics(), Map.of()));
                    authorizer.configure(Map.of("super.users", f[1], "allow.everyone.if.no.acl.found", f[2]));
                    authorizer.completeInitialLoad();
                }
                case "acl" -> authorizer.addAcl(Uuid.randomUuid(), new StandardAcl(
                    ResourceType.fromCode(code(f[1])), f[2], PatternType.fromCode(code(f[3])), f[4], f[5],
                    AclOperation.fromCode(code(f[6])), AclPermissionType.fromCode(code(f[7]))));
                case "ask" -> {
                    ResourcePattern resource = new ResourcePattern(ResourceType.fromCode(code(f[4])), f[5], PatternType.LITERAL);
                    Action action = new Action(AclOperation.fromCode(code(f[3])), resource, 1, false, false);
                    out.append(authorizer.authorize(requester(f[1], f[2]), List.of(action)).get(0)).append('\n');
                }
                case "any" -> out.append(authorizer.authorizeByResourceType(requester(f[1], f[2]),
                    AclOperation.fromCode(code(f[3])), ResourceType.fromCode(code(f[4])))).append('\n');
                default -> throw new IllegalArgumentException(line);
            }
        }
        System.out.print(out);
    }

    private static byte code(String text) {
        return Byte.parseByte(text);
    }

    private static Requester requester(String principal, String host) throws Exception {
        return new Requester(SecurityUtils.parseKafkaPrincipal(principal), InetAddress.getByName(host));
    }
}
