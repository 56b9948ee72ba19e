package io.sluice.config;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The environment variables that Kubernetes sets in every container for each service of the namespace. For a service
 * {@code sluice-http} one of them is {@code SLUICE_HTTP_PORT=tcp://10.0.0.1:8080}, which looks like a property.
 */
final class KubernetesServices {
    private static final String HOST = "_SERVICE_HOST";
    private static final String ADDRESS = "(?:tcp|udp|sctp)://.+:\\d+";

    private KubernetesServices() {}

    /** Returns the names of the variables that describe services. */
    static Set<String> variables(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(name -> name.endsWith(HOST))
                .map(name -> name.substring(0, name.length() - HOST.length()))
                .filter(service -> environment.containsKey(service + "_SERVICE_PORT"))
                .flatMap(service -> variables(service, environment).stream())
                .collect(Collectors.toSet());
    }

    /** A variable NAME_PORT without an address was set by the user, whose value replaces that of Kubernetes. */
    private static Set<String> variables(String service, Map<String, String> environment) {
        Pattern name = Pattern.compile(Pattern.quote(service)
                + "_(?:SERVICE_HOST|SERVICE_PORT(?:_.+)?|PORT|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");
        return environment.keySet().stream()
                .filter(variable -> name.matcher(variable).matches())
                .filter(variable -> !variable.equals(service + "_PORT")
                        || environment.getOrDefault(variable, "").matches(ADDRESS))
                .collect(Collectors.toSet());
    }
}
