import Synchronization

/// The sources of one listener by their paths.
final class RouteTable: Sendable {
    private let routes = Mutex<[String: Route]>([:])

    /// False when another source has the path.
    func add(_ route: Route) -> Bool {
        routes.withLock { routes in
            guard routes[route.options.path] == nil else { return false }
            routes[route.options.path] = route
            return true
        }
    }

    func remove(_ route: Route) {
        routes.withLock { routes in
            if routes[route.options.path] === route { routes[route.options.path] = nil }
        }
    }

    var all: [Route] { routes.withLock { Array($0.values) } }
    var isEmpty: Bool { routes.withLock { $0.isEmpty } }

    /// The source for a request's target, its query and a slash at its end aside.
    func route(for target: String?) -> Route? {
        let path = (target ?? "/").prefix { $0 != "?" }
        return ReceiverOptions.normalised(String(path)).flatMap { path in routes.withLock { $0[path] } }
    }
}
