// libxml2's push parser and its error codes.
//
// Debian's libxml2 announces ICU and then includes ICU's headers, which differ from those that Foundation brings. Nothing
// used here depends on them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
