/// Content that is not what its transfer encoding says.
struct EncodingFault: Error, Equatable {
    /// The index of the byte at fault in the bytes that were to be decoded.
    var index: Int
    var reason: String
}
