// The limit for publishing: one thread keeps a window of messages at QoS 1 full and lets libmosquitto loop; no disk,
// no conversion, the same bytes every time.
//
//     publish-loop COUNT WINDOW PORT BODY-FILE [TOPIC]
//
// Prints the messages acknowledged a second, from the first publish to the last PUBACK.
#include <mosquitto.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long acknowledged;
static int answer = -1;

static void on_connect(struct mosquitto *client, void *context, int code) {
    answer = code;
}

static void on_publish(struct mosquitto *client, void *context, int message_id) {
    acknowledged += 1;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int fail(const char *what, int code) {
    fprintf(stderr, "publish-loop: %s: %s\n", what, mosquitto_strerror(code));
    return 1;
}

int main(int argc, char **argv) {
    static char body[128 * 1024];
    FILE *file = argc == 5 || argc == 6 ? fopen(argv[4], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: publish-loop COUNT WINDOW PORT BODY-FILE [TOPIC]\n");
        return 64;
    }
    const long count = atol(argv[1]), window = atol(argv[2]);
    const char *topic = argc == 6 ? argv[5] : "$aws/rules/iot_data_platform_telemetry_dev";
    const int length = (int)fread(body, 1, sizeof body, file);
    fclose(file);

    mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("publish-loop", true, NULL);
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1);
    mosquitto_max_inflight_messages_set(client, (unsigned)window);
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_publish_callback_set(client, on_publish);
    int code = mosquitto_connect(client, "127.0.0.1", atoi(argv[3]), 60);
    while (code == MOSQ_ERR_SUCCESS && answer < 0) {
        code = mosquitto_loop(client, 50, 1);
    }
    if (code != MOSQ_ERR_SUCCESS || answer != 0) {
        return fail("cannot connect", code);
    }

    long sent = 0;
    double begin = now();
    while (acknowledged < count) {
        for (; sent < count && sent - acknowledged < window; sent += 1) {
            code = mosquitto_publish(client, NULL, topic, length, body, 1, false);
            if (code != MOSQ_ERR_SUCCESS) {
                return fail("cannot publish", code);
            }
        }
        code = mosquitto_loop(client, 200, 1);
        if (code != MOSQ_ERR_SUCCESS) {
            return fail("the connection was lost", code);
        }
    }
    printf("%.0f\n", (double)count / (now() - begin));
    mosquitto_disconnect(client);
    mosquitto_destroy(client);
    mosquitto_lib_cleanup();
    return 0;
}
