// libxml2's push parser and its error codes. `xmlFree` is a mutable global, which Swift 6 refuses: hence the function.
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

static inline void adapterhost_xml_free(void *memory) { xmlFree(memory); }
