import CLibXML2

/// Which of libxml2's complaints refuse a document, and in what words.
enum XMLErrors {
    /// Takes one complaint. Only what is not well-formed refuses, an undeclared prefix included; strange namespace URIs,
    /// which libxml2 reports at a lower level, do not.
    static func take(_ error: xmlError, _ state: UnsafeMutablePointer<DocumentConverter>) {
        let undeclaredPrefix = Int32(XML_NS_ERR_UNDEFINED_NAMESPACE.rawValue)
        guard error.level == XML_ERR_FATAL || error.code == undeclaredPrefix else { return }
        state.pointee.refuse(words(for: error, state), line: Int(error.line), column: Int(error.int2))
        XMLCallbacks.stop(state)
    }

    private static func words(for error: xmlError, _ state: UnsafeMutablePointer<DocumentConverter>) -> String {
        let code = UInt32(bitPattern: error.code)
        if state.pointee.isEnding, state.pointee.depth > 0 || !state.pointee.hasRoot { return state.pointee.truncation }
        switch code {
        case XML_ERR_DOCUMENT_END.rawValue where state.pointee.hasRoot:
            return "content after the end of the root element: one file must hold one document"
        case XML_ERR_INVALID_ENCODING.rawValue, XML_ERR_INVALID_CHAR.rawValue:
            return "a byte sequence that the document's encoding does not allow: "
                + "the declaration does not match what the file holds"
        case XML_ERR_DOCUMENT_EMPTY.rawValue:
            return "not XML: the file does not begin with an element"
        default:
            let text = error.message.map { String(cString: $0) } ?? "error \(error.code)"
            let line = text.split(separator: "\n").first.map(String.init) ?? text
            return "not well-formed: \(line)"
        }
    }
}
