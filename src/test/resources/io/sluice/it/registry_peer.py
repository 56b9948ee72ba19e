"""Sends the same readings in a format with a schema registry and in JSON, some bad records among them.

usage: registry_peer.py avro|protobuf|json-schema BOOTSTRAP REGISTRY TOPIC JSON_TOPIC before|after
Before the change of the schema: 100 readings of a first version, 200 of a second one. After it: 200 of a third one.
"""
import json
import sys

from confluent_kafka import Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONSerializer
from confluent_kafka.schema_registry.protobuf import ProtobufSerializer
from confluent_kafka.serialization import MessageField, SerializationContext
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

BEGIN = 1_772_366_400_000


def channel(name, **more):
    return {"name": name, "type": ["null", "float"], "default": None, **more}


def avro(registry, version):
    note = {"name": "note", "type": "string", "default": ""}
    fields = {
        0: [note, channel("temperature"), channel("press")],
        1: [note, channel("temperature"), channel("pressure", aliases=["press"])],
        2: [channel("pressure", aliases=["press"]), channel("vibration"), channel("temperature")],
    }[version]
    time = {"name": "timestamp", "type": {"type": "long", "logicalType": "timestamp-millis"}}
    schema = {"type": "record", "name": "Reading", "namespace": "plant", "fields": [time, *fields]}
    serializer = AvroSerializer(registry, json.dumps(schema), conf={"auto.register.schemas": True})

    def serialize(reading, context):
        event = dict(reading, note="x")
        if version == 0:
            event["press"] = event.get("pressure")
        return serializer({field["name"]: event.get(field["name"]) for field in schema["fields"]}, context)

    return serialize


def protobuf(registry, version):
    file = descriptor_pb2.FileDescriptorProto(
        name=f"reading{version}.proto", package="plant", syntax="proto3", dependency=["google/protobuf/timestamp.proto"])
    file.message_type.add(name="Other")
    message = file.message_type.add(name="Reading")
    message.field.add(name="timestamp", number=1, type=11, label=1, type_name=".google.protobuf.Timestamp")
    numbers = {"temperature": 2, "press" if version == 0 else "pressure": 3}
    if version == 2:
        numbers["vibration"] = 5
    else:
        message.field.add(name="note", number=4, type=9, label=1)
    for name, number in numbers.items():
        message.field.add(name=name, number=number, type=2, label=1, proto3_optional=True,
                          oneof_index=len(message.oneof_decl))
        message.oneof_decl.add(name="_" + name)
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    kind = message_factory.GetMessageClass(pool.FindMessageTypeByName("plant.Reading"))
    serializer = ProtobufSerializer(kind, registry, {"use.deprecated.format": False, "skip.known.types": True})

    def serialize(reading, context):
        event = kind()
        event.timestamp.FromMilliseconds(reading["timestamp"])
        for name in numbers:
            value = reading.get("pressure" if name == "press" else name)
            if value is not None:
                setattr(event, name, value)
        return serializer(event, context)

    return serialize


def json_schema(registry, version):
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Reading", "type": "object", "description": f"version {version}"}
    return JSONSerializer(json.dumps(schema), registry, lambda reading, context: reading)


def reading(i):
    event = {"timestamp": BEGIN + 1000 * i, "temperature": 20 + i % 17 * 0.25}
    if i % 3:
        event["pressure"] = 1 + i % 5 * 0.125
    if i >= 300 and i % 4:
        event["vibration"] = 0.1 * (i % 7)
    return event


def main(kind, bootstrap, url, topic, json_topic, part):
    registry = SchemaRegistryClient({"url": url})
    make = {"avro": avro, "protobuf": protobuf, "json-schema": json_schema}[kind]
    producer = Producer({"bootstrap.servers": bootstrap})
    context = SerializationContext(topic, MessageField.VALUE)
    versions = {"before": {0: range(0, 100), 1: range(100, 300)}, "after": {2: range(300, 500)}}[part]
    for version, events in versions.items():
        serialize = make(registry, version)
        for i in events:
            key = f"pump-{i % 7}"
            event = reading(i)
            value = serialize(event, context)
            producer.produce(topic, key=key, value=value)
            producer.produce(json_topic, key=key, value=json.dumps(event))
            if i % 50 == 0:
                for bad in (b"{}", b"\0\0\0\x27\x0fabc", value[:5], value[:7] + b"\xff" * 12):
                    producer.produce(topic, key=key, value=bad)
    producer.flush()


main(*sys.argv[1:])
