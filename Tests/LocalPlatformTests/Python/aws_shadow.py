"""Gets, updates, deletes and hears of its shadows, classic and named, with the AWS IoT device SDK over mutual TLS."""

import queue
import sys
from concurrent.futures import Future

import awsiot
from awscrt import mqtt
from awsiot import iotshadow, mqtt_connection_builder

TIMEOUT = 30
host, port, ca, certificate, key, client_id = sys.argv[1:7]
QOS = mqtt.QoS.AT_LEAST_ONCE


def connect():
    connection = mqtt_connection_builder.mtls_from_path(
        endpoint=host, port=int(port), ca_filepath=ca, cert_filepath=certificate, pri_key_filepath=key,
        client_id=client_id, clean_session=True, keep_alive_secs=30)
    answer = connection.connect().result(TIMEOUT)
    assert answer["session_present"] is False, answer
    return connection


class Shadow:
    """One shadow, with the calls and messages of its kind."""

    def __init__(self, client, name):
        self.client = client
        self.name = name
        self.arguments = {"thing_name": client_id} | ({"shadow_name": name} if name else {})
        self.kind = "NamedShadow" if name else "Shadow"
        self.incoming = {}

    def subscribe(self):
        named = "named_shadow" if self.name else "shadow"
        subscriptions = {
            "get_accepted": f"subscribe_to_get_{named}_accepted",
            "get_rejected": f"subscribe_to_get_{named}_rejected",
            "update_accepted": f"subscribe_to_update_{named}_accepted",
            "update_rejected": f"subscribe_to_update_{named}_rejected",
            "delete_accepted": f"subscribe_to_delete_{named}_accepted",
            "delta": f"subscribe_to_{named}_delta_updated_events",
            "documents": f"subscribe_to_{named}_updated_events",
        }
        requests = {
            "get": f"Get{self.kind}SubscriptionRequest", "update": f"Update{self.kind}SubscriptionRequest",
            "delete": f"Delete{self.kind}SubscriptionRequest",
            "delta": f"{self.kind}DeltaUpdatedSubscriptionRequest",
            "documents": f"{self.kind}UpdatedSubscriptionRequest",
        }
        for topic, method in subscriptions.items():
            self.incoming[topic] = queue.Queue()
            request = getattr(iotshadow, requests[topic.split("_")[0]])(**self.arguments)
            done, _ = getattr(self.client, method)(request=request, qos=QOS, callback=self.incoming[topic].put)
            assert done.result(TIMEOUT) == QOS

    def ask(self, operation, **fields):
        request = getattr(iotshadow, f"{operation.capitalize()}{self.kind}Request")(**self.arguments, **fields)
        named = "named_shadow" if self.name else "shadow"
        getattr(self.client, f"publish_{operation}_{named}")(request, QOS).result(TIMEOUT)

    def expect(self, topic):
        return self.incoming[topic].get(timeout=TIMEOUT)


def try_shadow(client, name):
    shadow = Shadow(client, name)
    shadow.subscribe()

    shadow.ask("get", client_token="first")
    rejected = shadow.expect("get_rejected")
    assert rejected.code == 404 and rejected.client_token == "first", rejected

    state = iotshadow.ShadowState(desired={"blacklist": ["a", "b"]}, reported={"blacklist": []})
    shadow.ask("update", state=state, client_token="second")
    accepted = shadow.expect("update_accepted")
    assert accepted.version == 1 and accepted.client_token == "second", accepted
    assert accepted.state.desired == {"blacklist": ["a", "b"]}, accepted
    delta = shadow.expect("delta")
    assert delta.state == {"blacklist": ["a", "b"]} and delta.version == 1, delta
    documents = shadow.expect("documents")
    assert documents.current.version == 1 and documents.current.state.reported == {"blacklist": []}, documents

    shadow.ask("update", state=iotshadow.ShadowState(reported={"blacklist": ["a", "b"]}))
    assert shadow.expect("update_accepted").version == 2
    documents = shadow.expect("documents")
    assert documents.previous.version == 1 and documents.current.version == 2, documents
    assert shadow.incoming["delta"].empty()

    shadow.ask("update", state=iotshadow.ShadowState(reported={"x": 1}), version=1)
    assert shadow.expect("update_rejected").code == 409

    shadow.ask("get")
    document = shadow.expect("get_accepted")
    assert document.version == 2 and document.state.desired == document.state.reported, document
    assert document.state.delta is None, document

    shadow.ask("delete")
    assert shadow.expect("delete_accepted").version == 2
    shadow.ask("get")
    assert shadow.expect("get_rejected").code == 404


def try_second_client(connection):
    """The SDK's newer client, which matches answers to requests by itself."""
    from awscrt import mqtt_request_response

    options = mqtt_request_response.ClientOptions(
        max_request_response_subscriptions=4, max_streaming_subscriptions=2, operation_timeout_in_seconds=TIMEOUT)
    client = iotshadow.IotShadowClientV2(connection, options)
    deltas, subscribed = queue.Queue(), Future()

    def status(event):
        if not subscribed.done():
            subscribed.set_result(event.type)

    stream = client.create_named_shadow_delta_updated_stream(
        iotshadow.NamedShadowDeltaUpdatedSubscriptionRequest(thing_name=client_id, shadow_name="second"),
        awsiot.ServiceStreamOptions(
            incoming_event_listener=deltas.put, subscription_status_listener=status))
    stream.open()
    kind = mqtt_request_response.SubscriptionStatusEventType.SUBSCRIPTION_ESTABLISHED
    assert subscribed.result(TIMEOUT) == kind

    request = iotshadow.UpdateNamedShadowRequest(
        thing_name=client_id, shadow_name="second", state=iotshadow.ShadowState(desired={"on": True}))
    assert client.update_named_shadow(request).result(TIMEOUT).state.desired == {"on": True}
    assert deltas.get(timeout=TIMEOUT).state == {"on": True}
    request = iotshadow.GetNamedShadowRequest(thing_name=client_id, shadow_name="second")
    assert client.get_named_shadow(request).result(TIMEOUT).state.delta == {"on": True}


connection = connect()
event = '{"eventType":"aws","senderEventUuid":"%s","payload":{}}' % client_id
published, _ = connection.publish("$aws/rules/iot_data_platform_telemetry_dev", event, QOS)
published.result(TIMEOUT)
client = iotshadow.IotShadowClient(connection)
try_shadow(client, None)
try_shadow(client, "adapter-host")
if hasattr(iotshadow, "IotShadowClientV2"):
    try_second_client(connection)
connection.disconnect().result(TIMEOUT)
print("ok")
