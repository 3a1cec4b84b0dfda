/// The key that provisioning asks for.
enum APIKey {
    static let file = "api-key.txt"

    /// The one given, or that of the folder, or a new one, kept there.
    static func read(_ options: LocalPlatformOptions, _ folder: PlatformFolder) throws(LocalPlatformFault) -> String {
        if let key = options.apiKey { return key }
        if let bytes = try folder.read(file) {
            let key = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            if !key.isEmpty { return key }
        }
        var random = SystemRandomNumberGenerator()
        let letters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        let key = String((0..<40).compactMap { _ in letters.randomElement(using: &random) })
        try folder.write(file, Array("\(key)\n".utf8))
        return key
    }
}
