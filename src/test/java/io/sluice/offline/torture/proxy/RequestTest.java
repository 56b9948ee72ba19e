package io.sluice.offline.torture.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.Test;

final class RequestTest {
    @Test
    void aRequestHasATypeAndAClient() throws IOException {
        Request request = read(Sample.bytes(ApiKeys.HEARTBEAT, 3));
        assertThat(request.type()).isEqualTo(ApiKeys.HEARTBEAT);
        assertThat(request.clientId()).isEqualTo(Sample.CLIENT);
    }

    @Test
    void aClientWithoutAnIdHasAnEmptyOne() throws IOException {
        RequestHeader header = new RequestHeader(ApiKeys.HEARTBEAT, (short) 4, null, 3);
        byte[] bytes = Sample.bytes(header, new HeartbeatRequestData());
        assertThat(read(bytes).clientId()).isEmpty();
    }

    @Test
    void theClientReadsEveryErrorOfTheTableInTheAnswer() throws IOException {
        for (FaultName fault : FaultTable.all()) {
            if (fault.kind() == Disturbance.ERROR) {
                Frame answer = read(Sample.bytes(fault.type(), 9)).errorResponse(fault.error());
                AbstractResponse response =
                        AbstractResponse.parseResponse(answer.content(), Sample.header(fault.type(), 9));
                assertThat(response.errorCounts()).as(fault.toString()).containsOnlyKeys(fault.error());
            }
        }
    }

    @Test
    void onlyRecordsWithoutAcknowledgementHaveNoResponse() throws IOException {
        assertThat(read(Sample.unacknowledged(1)).expectsResponse()).isFalse();
        assertThat(FaultTable.types())
                .allSatisfy(type -> assertThat(read(Sample.bytes(type, 1)).expectsResponse())
                        .isTrue());
    }

    @Test
    void aTypeThatKafkaDoesNotHaveIsNoRequest() throws IOException {
        byte[] bytes = Sample.framed(ByteBuffer.allocate(8)
                .putShort((short) 9999)
                .putShort((short) 0)
                .putInt(1)
                .flip());
        assertThat(Request.of(frame(bytes))).isEmpty();
    }

    @Test
    void aVersionThatThisKafkaDoesNotKnowIsNoRequest() throws IOException {
        byte[] bytes = Sample.bytes(ApiKeys.HEARTBEAT, 1);
        ByteBuffer.wrap(bytes).putShort(6, (short) 99);
        assertThat(Request.of(frame(bytes))).isEmpty();
    }

    @Test
    void aFrameThatIsTooShortForAHeaderIsNoRequest() throws IOException {
        byte[] bytes = Sample.bytes(ApiKeys.HEARTBEAT, 1);
        byte[] cut = Arrays.copyOf(bytes, 9);
        ByteBuffer.wrap(cut).putInt(0, 5);
        assertThat(Request.of(frame(cut))).isEmpty();
    }

    @Test
    void anErrorKeepsTheNumberOfTheRequest() throws IOException {
        Frame answer = read(Sample.bytes(ApiKeys.END_TXN, 77)).errorResponse(Errors.NOT_COORDINATOR);
        assertThat(answer.content().getInt()).isEqualTo(77);
    }

    private static Request read(byte[] bytes) throws IOException {
        return Request.of(frame(bytes)).orElseThrow();
    }

    private static Frame frame(byte[] bytes) throws IOException {
        return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
