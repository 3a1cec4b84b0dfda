// The limit for reading XML: one pass of libxml2's push parser over a file, with callbacks that do nothing.
//
//     empty-parse FILE
//
// Prints the seconds that the pass took. Exit status 1 if the file is not well-formed XML.
#include <libxml/parser.h>
#include <stdio.h>
#include <time.h>

static unsigned long elements;

static void on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
    const xmlChar **namespaces, int attribute_count, int defaulted_count, const xmlChar **attributes) {
    elements += 1;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
}

static void on_text(void *context, const xmlChar *text, int length) {
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    static char chunk[64 * 1024];
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL) {
        fprintf(stderr, "usage: empty-parse FILE\n");
        return 64;
    }
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC, .startElementNs = on_start, .endElementNs = on_end, .characters = on_text};

    double begin = now();
    xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, argv[1]);
    xmlCtxtUseOptions(parser, XML_PARSE_HUGE | XML_PARSE_NONET);
    size_t length;
    while ((length = fread(chunk, 1, sizeof chunk, file)) > 0) {
        xmlParseChunk(parser, chunk, (int)length, 0);
    }
    xmlParseChunk(parser, NULL, 0, 1);
    double end = now();

    int well_formed = parser->wellFormed && elements > 0;
    xmlFreeParserCtxt(parser);
    fclose(file);
    printf("%.4f\n", end - begin);
    return well_formed ? 0 : 1;
}
