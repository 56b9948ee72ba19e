package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Schedule;
import io.sluice.offline.torture.security.ClientSecurity;
import io.sluice.offline.torture.security.NoSecurity;
import io.sluice.offline.torture.security.UsersOverTls;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Runs the scenarios of a plan, one after the other, on the same brokers. */
public final class Torture {
    private final TortureOptions options;
    private final Consumer<String> out;

    /** @param out takes lines for people */
    public Torture(TortureOptions options, Consumer<String> out) {
        this.options = options;
        this.out = out;
    }

    /** Runs all scenarios. All child processes have ended when it returns or throws. */
    public TortureResult run() throws IOException, InterruptedException, ExecutionException {
        List<Scenario> scenarios = Schedule.of(options.plan());
        Bundles bundles = new Bundles(options.bundles(), options.folder());
        ScenarioAudit audit = new ScenarioAudit(bundles);
        TortureResult result = TortureResult.none(options.plan().seed());
        try (BrokerNodes brokers = BrokerNodes.start(
                options.program(), options.folder(), options.plan().brokers(), security())) {
            for (Scenario scenario : scenarios) {
                out.accept("scenario " + scenario.number() + " of " + scenarios.size() + ": " + scenario.pipeline()
                        + "; instances at the start: " + scenario.instances());
                result = result.plus(new ScenarioRun(options, scenario, brokers, bundles, audit, out).run());
            }
        }
        return result;
    }

    private ClientSecurity security() throws IOException, InterruptedException {
        return options.secured() ? UsersOverTls.make(options.folder()) : new NoSecurity();
    }
}
