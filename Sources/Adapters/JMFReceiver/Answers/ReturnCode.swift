/// JMF's return codes that we give (JDF 1.5, appendix "Supported error codes in JMF").
enum ReturnCode: Int {
    case success = 0
    /// XML parser error.
    case malformed = 3
    /// Query or command not implemented.
    case notImplemented = 5
}
