// OpenSSL 3: keys, certificates, requests, and TLS for a client. What follows wraps function-like macros and variadic functions, which are
// not imported.
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static inline EVP_PKEY *openssl_generate_p256(void) { return EVP_EC_gen("P-256"); }
static inline EVP_PKEY *openssl_generate_rsa(unsigned bits) { return EVP_RSA_gen(bits); }

static inline long openssl_bio_bytes(BIO *bio, char **bytes) { return BIO_get_mem_data(bio, bytes); }
static inline void openssl_free(void *memory) { OPENSSL_free(memory); }

static inline STACK_OF(X509) *openssl_certificates_new(void) { return sk_X509_new_null(); }
// Takes a reference of its own.
static inline int openssl_certificates_add(STACK_OF(X509) *stack, X509 *certificate) {
    if (!X509_up_ref(certificate)) return 0;
    if (sk_X509_push(stack, certificate) > 0) return 1;
    X509_free(certificate);
    return 0;
}
static inline void openssl_certificates_free(STACK_OF(X509) *stack) { sk_X509_pop_free(stack, X509_free); }

// As RFC 2253 writes it, but with letters beyond ASCII as they are.
static inline int openssl_print_name(BIO *bio, const X509_NAME *name) {
    return X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
}

static inline int openssl_at_least_tls12(SSL_CTX *context) {
    return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
}
static inline int openssl_send_server_name(SSL *tls, const char *name) { return SSL_set_tlsext_host_name(tls, name); }
