import Logging
import WebParts

/// The listeners of this process: one an address, open as long as a source uses it.
actor ListenerRegistry {
    static let shared = ListenerRegistry()

    private var listeners: [ListenAddress: Listener] = [:]
    private var closing: [ListenAddress: Task<Void, Never>] = [:]

    /// Adds a source to the listener of its address, which is opened for the first one.
    /// - Throws: ``ListenerFault``.
    func join(_ settings: ListenerSettings, route: Route, logger: Logger) async throws -> Listener {
        let address = settings.address
        while let closing = closing[address] { await closing.value }
        let listener: Listener
        if let open = listeners[address] {
            guard open.settings == settings else { throw ListenerFault.otherSettings(address) }
            guard open.routes.add(route) else { throw ListenerFault.pathTaken(address, route.options.path) }
            listener = open
        } else {
            listener = Listener(settings, logger: logger)
            _ = listener.routes.add(route)
            listeners[address] = listener
            listener.start()
        }
        do {
            try await listener.waitUntilOpen()
        } catch {
            await leave(listener, route: route)
            throw error
        }
        return listener
    }

    /// Removes a source; the last one closes the listener. Returns when that is done.
    func leave(_ listener: Listener, route: Route) async {
        let address = listener.settings.address
        listener.routes.remove(route)
        guard listener.routes.isEmpty, listeners[address] === listener else { return }
        listeners[address] = nil
        let task = Task { await listener.close() }
        closing[address] = task
        await task.value
        if closing[address] == task { closing[address] = nil }
    }
}
