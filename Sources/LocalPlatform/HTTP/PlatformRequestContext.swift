import Hummingbird
import NIOCore

/// A request's surroundings, with the connection, so that it can be cut.
struct PlatformRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
