import COpenSSL

/// A memory BIO: what OpenSSL reads from or writes to.
struct MemoryBIO: ~Copyable {
    let handle: OpaquePointer

    /// An empty one to write to.
    init(_ action: String) throws(CertificateFault) {
        guard let handle = BIO_new(BIO_s_mem()) else { throw .openSSL(action) }
        self.handle = handle
    }

    /// One to read from; with a copy of the bytes.
    init(_ bytes: some Collection<UInt8>, _ action: String) throws(CertificateFault) {
        guard let handle = BIO_new(BIO_s_mem()) else { throw .openSSL(action) }
        let bytes = Array(bytes)
        let count = Int32(clamping: bytes.count)
        guard bytes.isEmpty || BIO_write(handle, bytes, count) == count else {
            BIO_free(handle)
            throw .openSSL(action)
        }
        self.handle = handle
    }

    /// What was written.
    var bytes: [UInt8] {
        var start: UnsafeMutablePointer<CChar>?
        let count = openssl_bio_bytes(handle, &start)
        guard count > 0, let start else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    deinit { BIO_free(handle) }
}

/// An `EVP_PKEY`: a private or a public key.
struct KeyHandle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }
}

/// An `X509`.
struct CertificateHandle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { X509_free(pointer) }
}

/// An `X509_REQ`.
struct RequestHandle: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) { self.pointer = pointer }

    deinit { X509_REQ_free(pointer) }
}
