// libmosquitto, and the few system calls that Glibc's Swift module leaves out.
#include <mosquitto.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

// Variadic functions are not imported.
static inline void set_thread_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
