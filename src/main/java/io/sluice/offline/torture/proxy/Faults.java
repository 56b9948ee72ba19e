package io.sluice.offline.torture.proxy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.protocol.ApiKeys;

/** The faults of a proxy, which all its connections share. Thread-safe. */
final class Faults {
    private final List<Injection> injections = new CopyOnWriteArrayList<>();
    private final Map<ApiKeys, LongAdder> requests = new ConcurrentHashMap<>();

    Injection inject(Fault fault) {
        Injection injection = new Injection(fault);
        injections.add(injection);
        return injection;
    }

    List<Injection> injections() {
        return List.copyOf(injections);
    }

    void count(Request request) {
        requests.computeIfAbsent(request.type(), type -> new LongAdder()).increment();
    }

    /** Returns the oldest fault that meets a request, if there is one. */
    Optional<Claim> meet(Request request) {
        return injections.stream()
                .filter(injection -> injection.meets(request))
                .findFirst()
                .map(injection -> new Claim(injection, request));
    }

    Map<ApiKeys, Long> requests() {
        Map<ApiKeys, Long> counts = new EnumMap<>(ApiKeys.class);
        requests.forEach((type, count) -> counts.put(type, count.sum()));
        return counts;
    }
}
