import AdapterAPI
import CLibXML2

/// The C side of the parser: callbacks that find the converter behind libxml2's user pointer and hand over.
enum XMLCallbacks {
    private static let initialised: Void = xmlInitParser()

    static func initialiseLibrary() { initialised }

    /// Where the parser stands.
    @inline(__always)
    static func position(_ context: xmlParserCtxtPtr) -> Record.Origin {
        guard let input = context.pointee.input else { return Record.Origin(line: 0) }
        return Record.Origin(line: Int(input.pointee.line), column: Int(input.pointee.col))
    }

    /// The handler table. SAX2's magic number makes libxml2 call the namespace-aware functions.
    static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { user, local, prefix, uri, _, _, count, _, attributes in
            guard let user, let local else { return }
            let state = user.assumingMemoryBound(to: DocumentConverter.self)
            let name = Name(local: local, prefix: prefix, uri: uri)
            let goesOn = state.pointee.start(name, Attributes(count: Int(count), base: attributes)) {
                state.pointee.context.map { XMLCallbacks.position($0) } ?? Record.Origin(line: 0)
            }
            if !goesOn { XMLCallbacks.stop(state) }
        }
        handler.endElementNs = { user, _, _, _ in
            user?.assumingMemoryBound(to: DocumentConverter.self).pointee.end()
        }
        handler.characters = characters
        handler.ignorableWhitespace = characters
        handler.cdataBlock = characters
        // Comments and processing instructions are dropped; that they pass shows that no token is without end.
        handler.comment = { user, _ in
            user?.assumingMemoryBound(to: DocumentConverter.self).pointee.sawCallback = true
        }
        handler.processingInstruction = { user, _, _ in
            user?.assumingMemoryBound(to: DocumentConverter.self).pointee.sawCallback = true
        }
        handler.internalSubset = { user, _, _, _ in
            guard let state = user?.assumingMemoryBound(to: DocumentConverter.self) else { return }
            XMLCallbacks.refuse(state, "a document type declaration (DOCTYPE) is not accepted: remove it")
        }
        handler.serror = { user, error in
            guard let state = user?.assumingMemoryBound(to: DocumentConverter.self), let error else { return }
            XMLErrors.take(error.pointee, state)
        }
        return handler
    }

    private static let characters: charactersSAXFunc = { user, text, length in
        guard let user, let text else { return }
        let state = user.assumingMemoryBound(to: DocumentConverter.self)
        let goesOn = state.pointee.text(text, Int(length)) {
            state.pointee.context.map { XMLCallbacks.position($0) } ?? Record.Origin(line: 0)
        }
        if !goesOn { stop(state) }
    }

    static func refuse(_ state: UnsafeMutablePointer<DocumentConverter>, _ reason: String) {
        let place = state.pointee.context.map { position($0) } ?? Record.Origin(line: 0)
        state.pointee.refuse(reason, line: place.line, column: place.column)
        stop(state)
    }

    static func stop(_ state: UnsafeMutablePointer<DocumentConverter>) {
        if let context = state.pointee.context { xmlStopParser(context) }
    }
}
