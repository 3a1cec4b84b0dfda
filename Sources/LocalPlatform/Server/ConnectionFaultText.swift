import NIOCore
import NIOSSL

/// Why a connection ended before its CONNECT, in a few words; empty for what is not worth a line: someone tried whether
/// the port answers, or the network broke.
enum ConnectionFaultText {
    static func text(_ error: any Error) -> String {
        if error is IOError || error is ChannelError { return "" }
        let text = "\(error)"
        if text.contains("EOF during handshake") { return "" }
        // BoringSSL: [Error: 268435648 error:100000c0:SSL routines:OPENSSL_internal:PEER_DID_NOT_… at /…/file.cc:348]
        guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return "TLS: \(text)" }
        let reason = text[mark.upperBound...].prefix { $0 != " " && $0 != "]" }
        return "TLS: \(reason.lowercased().replacing("_", with: " "))"
    }
}
