// libmosquitto, and the few system calls that Glibc's Swift module leaves out.
#include <mosquitto.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
