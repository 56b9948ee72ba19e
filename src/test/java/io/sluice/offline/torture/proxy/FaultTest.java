package io.sluice.offline.torture.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

final class FaultTest {
    private static final FaultName DROP = FaultName.of(ApiKeys.END_TXN, Disturbance.DROP_RESPONSE);

    @Test
    void aNameSaysTypeAndKind() {
        assertThat(DROP).hasToString("end-txn:drop-response");
    }

    @Test
    void theNameOfAnErrorSaysTheError() {
        assertThat(FaultName.error(ApiKeys.PRODUCE, Errors.NOT_LEADER_OR_FOLLOWER))
                .hasToString("produce:not-leader-or-follower");
    }

    @Test
    void everyFaultOfTheTableIsParsedFromItsName() {
        assertThat(FaultTable.all()).doesNotHaveDuplicates().allSatisfy(name -> assertThat(
                        FaultTable.parse(name.toString()))
                .isEqualTo(name));
    }

    @Test
    void everyTypeHasEveryKindAndAnError() {
        for (ApiKeys type : FaultTable.types()) {
            List<Disturbance> kinds =
                    FaultTable.of(type).stream().map(FaultName::kind).distinct().toList();
            assertThat(kinds).as("kinds of %s", type).containsExactlyInAnyOrder(Disturbance.values());
        }
    }

    @Test
    void theTableHasTheRequestsOfTransactionsAndGroups() {
        assertThat(FaultTable.types())
                .contains(
                        ApiKeys.END_TXN,
                        ApiKeys.ADD_PARTITIONS_TO_TXN,
                        ApiKeys.TXN_OFFSET_COMMIT,
                        ApiKeys.PRODUCE,
                        ApiKeys.FETCH,
                        ApiKeys.HEARTBEAT,
                        ApiKeys.FIND_COORDINATOR);
    }

    @Test
    void anUnknownTypeIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> FaultTable.parse("end-transaction:delay"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fault end-transaction:delay: no type of request is called end-transaction")
                .hasMessageContaining("end-txn");
    }

    @Test
    void anErrorThatTheTableLacksIsAnErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> FaultTable.parse("end-txn:producer-fenced"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fault end-txn:producer-fenced is unknown; take one of ")
                .hasMessageContaining("end-txn:concurrent-transactions, ")
                .hasMessageContaining("end-txn:drop-response, ");
    }

    @Test
    void aNameWithoutAKindIsUnknown() {
        assertThatThrownBy(() -> FaultTable.parse("end-txn"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("fault end-txn is unknown");
    }

    @Test
    void aTypeWithoutFaultsIsAnError() {
        assertThatThrownBy(() -> FaultTable.of(ApiKeys.CREATE_TOPICS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("requests of the type create-topics have no faults");
    }

    @Test
    void onlyTheKindErrorHasAnError() {
        assertThatThrownBy(() -> new FaultName(ApiKeys.END_TXN, Disturbance.DELAY, Errors.NOT_COORDINATOR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("end-txn:delay has the error not-coordinator");
        assertThatThrownBy(() -> FaultName.of(ApiKeys.END_TXN, Disturbance.ERROR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("end-txn:error names no error");
    }

    @Test
    void aFaultHappensAtLeastOnceAndHasAPeriodAndADelay() {
        Fault fault = Fault.once(DROP);
        assertThatThrownBy(() -> fault.withTimes(0)).hasMessageContaining("is to happen 0 times");
        assertThatThrownBy(() -> fault.withPeriod(Duration.ZERO)).hasMessageContaining("a period of 0 ms");
        assertThatThrownBy(() -> fault.withDelay(Duration.ofMillis(-1))).hasMessageContaining("a delay of -1 ms");
        assertThatThrownBy(() -> fault.withClientIds("(")).isInstanceOf(PatternSyntaxException.class);
    }
}
