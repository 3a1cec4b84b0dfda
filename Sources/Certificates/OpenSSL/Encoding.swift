import COpenSSL

/// The bytes that one of OpenSSL's `i2d_…` functions makes.
func derBytes(
    _ action: String, _ encode: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32
) throws(CertificateFault) -> [UInt8] {
    var start: UnsafeMutablePointer<UInt8>?
    let count = encode(&start)
    guard count > 0, let start else { throw .openSSL(action) }
    defer { openssl_free(start) }
    return Array(UnsafeBufferPointer(start: start, count: Int(count)))
}

/// What one of OpenSSL's `d2i_…` functions makes of the bytes; all of them must have been used.
func fromDER(
    _ bytes: [UInt8], _ action: String,
    _ decode: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> OpaquePointer?
) throws(CertificateFault) -> OpaquePointer {
    let pointer = bytes.withUnsafeBufferPointer { buffer in
        var next = buffer.baseAddress
        return decode(&next, buffer.count)
    }
    guard let pointer else { throw .openSSL(action) }
    return pointer
}

/// Refuses the passphrase that an encrypted key asks for. Without it OpenSSL would ask on the terminal, and a service
/// would wait there for ever.
let noPassphrase: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
    _, _, _, _ in -1
}
