import COpenSSL
import Glibc

/// Writes moments for people.
public enum UTCText {
    /// `2026-11-24 02:34 UTC`.
    ///
    /// - Parameter seconds: Since 1970.
    public static func text(_ seconds: Int64) -> String {
        var moment = time_t(seconds)
        var parts = tm()
        gmtime_r(&moment, &parts)
        var buffer = [CChar](repeating: 0, count: 64)
        let count = strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M UTC", &parts)
        return String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
