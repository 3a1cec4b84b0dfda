/// The messages of a document and its root, noted for an answer to their sender.
struct MessageList {
    var root: PrintMessage.Root?
    var messages: [PrintMessage] = []
}
