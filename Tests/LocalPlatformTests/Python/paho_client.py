"""Publishes telemetry, and gets, updates and hears of its shadow, with Eclipse Paho over mutual TLS."""

import json
import queue
import sys

import paho.mqtt.client as mqtt

TIMEOUT = 30
host, port, ca, certificate, key, client_id = sys.argv[1:7]
shadow = f"$aws/things/{client_id}/shadow"
telemetry = "$aws/rules/iot_data_platform_telemetry_dev"
incoming = queue.Queue()
connected = queue.Queue()
granted = queue.Queue()


def expect(suffix):
    """The next message on that topic of the shadow; others that came before are passed over."""
    while True:
        message = incoming.get(timeout=TIMEOUT)
        if message.topic == f"{shadow}/{suffix}":
            return json.loads(message.payload)


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv311)
client.tls_set(ca_certs=ca, certfile=certificate, keyfile=key)
client.on_connect = lambda client, userdata, flags, reason, properties: connected.put((flags, reason))
client.on_subscribe = lambda client, userdata, mid, reasons, properties: granted.put(reasons)
client.on_message = lambda client, userdata, message: incoming.put(message)
client.connect(host, int(port), keepalive=60)
client.loop_start()

flags, reason = connected.get(timeout=TIMEOUT)
assert not reason.is_failure, reason
assert not flags.session_present

suffixes = ["get/accepted", "get/rejected", "update/accepted", "update/rejected", "update/delta", "update/documents"]
client.subscribe([(f"{shadow}/{suffix}", 1) for suffix in suffixes])
reasons = granted.get(timeout=TIMEOUT)
assert [reason.value for reason in reasons] == [1] * len(suffixes), reasons

for number in range(20):
    event = {"eventType": "paho", "senderEventUuid": f"{client_id}-{number}", "payload": {"n": number}}
    client.publish(telemetry, json.dumps(event), qos=1).wait_for_publish(TIMEOUT)

client.publish(f"{shadow}/get", json.dumps({"clientToken": "first"}), qos=1)
rejected = expect("get/rejected")
assert rejected["code"] == 404 and rejected["clientToken"] == "first", rejected

client.publish(f"{shadow}/update", json.dumps({"state": {"desired": {"on": True}, "reported": {"on": False}}}), qos=1)
assert expect("update/accepted")["version"] == 1
assert expect("update/delta")["state"] == {"on": True}
client.publish(f"{shadow}/update", json.dumps({"state": {"reported": {"on": True}}}), qos=1)
documents = expect("update/documents")
while documents["current"]["version"] < 2:
    documents = expect("update/documents")
assert documents["current"]["state"] == {"desired": {"on": True}, "reported": {"on": True}}, documents
client.publish(f"{shadow}/get", "", qos=1)
document = expect("get/accepted")
assert document["version"] == 2 and "delta" not in document["state"], document

client.disconnect()
client.loop_stop()
print("ok")
