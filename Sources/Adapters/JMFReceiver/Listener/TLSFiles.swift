import NIOSSL

/// Makes the TLS configuration of a listener from its files.
enum TLSFiles {
    /// - Throws: ``ListenerFault`` naming the file.
    static func configuration(_ tls: ListenerSettings.TLS) throws(ListenerFault) -> TLSConfiguration {
        let chain: [NIOSSLCertificate]
        do { chain = try NIOSSLCertificate.fromPEMFile(tls.certificate) } catch {
            throw .badCertificate("\(tls.certificate): cannot read the certificate: \(error)")
        }
        let key: NIOSSLPrivateKey
        do { key = try NIOSSLPrivateKey(file: tls.key, format: .pem) } catch {
            throw .badCertificate("\(tls.key): cannot read the key: \(error)")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        if let path = tls.clientCA {
            let authorities: [NIOSSLCertificate]
            do { authorities = try NIOSSLCertificate.fromPEMFile(path) } catch {
                throw .badCertificate("\(path): cannot read the authorities: \(error)")
            }
            configuration.trustRoots = .certificates(authorities)
            // The sender must show a certificate of theirs; its name is of no interest.
            configuration.certificateVerification = .noHostnameVerification
        }
        return configuration
    }
}
