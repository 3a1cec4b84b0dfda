// zlib: inflating gzip files.
#include <zlib.h>
