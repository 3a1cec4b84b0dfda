import COpenSSL

/// Reads and writes an `X509_NAME`.
enum NameText {
    /// `CN=press-17,O=Print GmbH`.
    static func text(_ name: OpaquePointer?, _ action: String) throws(CertificateFault) -> String {
        let bio = try MemoryBIO(action)
        guard let name, openssl_print_name(bio.handle, name) >= 0 else { throw .openSSL(action) }
        return bio.text
    }

    /// The last common name, which is the most specific one.
    static func commonName(_ name: OpaquePointer?) -> String? {
        guard let name else { return nil }
        var last: Int32 = -1
        while true {
            let next = X509_NAME_get_index_by_NID(name, NID_commonName, last)
            if next < 0 { break }
            last = next
        }
        guard last >= 0, let entry = X509_NAME_get_entry(name, last),
            let value = X509_NAME_ENTRY_get_data(entry)
        else { return nil }
        var start: UnsafeMutablePointer<UInt8>?
        let count = ASN1_STRING_to_UTF8(&start, value)
        guard count >= 0, let start else { return nil }
        defer { openssl_free(start) }
        return String(decoding: UnsafeBufferPointer(start: start, count: Int(count)), as: UTF8.self)
    }

    /// Adds a common name of 1 to 64 characters (RFC 5280 appendix A.1, ub-common-name).
    static func add(commonName: String, to name: OpaquePointer?, _ action: String) throws(CertificateFault) {
        guard (1...64).contains(commonName.unicodeScalars.count) else {
            throw CertificateFault(action, reason: "a common name has 1 to 64 characters")
        }
        let bytes = Array(commonName.utf8)
        guard let name,
            X509_NAME_add_entry_by_NID(
                name, NID_commonName, MBSTRING_UTF8, bytes, Int32(clamping: bytes.count), -1, 0) == 1
        else { throw .openSSL(action) }
    }
}

/// Reads and makes serial numbers.
enum SerialNumber {
    static func text(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
        guard let value = ASN1_INTEGER_to_BN(number, nil) else { return "" }
        defer { BN_free(value) }
        guard let digits = BN_bn2hex(value) else { return "" }
        defer { openssl_free(digits) }
        return String(cString: digits)
    }

    /// 127 random bits (RFC 5280 section 4.1.2.2 allows 20 bytes; a CA must not repeat one).
    static func setRandom(_ certificate: OpaquePointer, _ action: String) throws(CertificateFault) {
        guard let value = BN_new() else { throw .openSSL(action) }
        defer { BN_free(value) }
        guard BN_rand(value, 127, -1, 0) == 1, let number = BN_to_ASN1_INTEGER(value, nil) else {
            throw .openSSL(action)
        }
        defer { ASN1_INTEGER_free(number) }
        guard X509_set_serialNumber(certificate, number) == 1 else { throw .openSSL(action) }
    }
}
