"""The python client that most people start with: publishes messages at QoS 1, nothing on disk, no conversion.

    paho_publish.py COUNT WINDOW PORT BODY-FILE TOPIC

Prints the messages acknowledged a second, from the first publish to the last PUBACK.
"""

import sys
import threading
import time

import paho.mqtt.client as mqtt


def main():
    count, window, port = (int(argument) for argument in sys.argv[1:4])
    with open(sys.argv[4], "rb") as file:
        body = file.read()
    topic = sys.argv[5]
    connected, finished = threading.Event(), threading.Event()
    room = threading.Semaphore(window)
    acknowledged = 0

    def on_publish(client, userdata, message_id, reason_code, properties):
        nonlocal acknowledged
        acknowledged += 1
        room.release()
        if acknowledged == count:
            finished.set()

    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id="paho-publish")
    client.max_inflight_messages_set(window)
    client.max_queued_messages_set(0)
    client.on_connect = lambda *_: connected.set()
    client.on_publish = on_publish
    client.connect("127.0.0.1", port)
    client.loop_start()
    if not connected.wait(10):
        sys.exit("paho_publish: cannot connect")
    begin = time.monotonic()
    for _ in range(count):
        room.acquire()
        client.publish(topic, body, qos=1)
    if not finished.wait(120):
        sys.exit(f"paho_publish: {acknowledged} of {count} acknowledged")
    print(f"{count / (time.monotonic() - begin):.0f}")
    client.disconnect()
    client.loop_stop()


main()
