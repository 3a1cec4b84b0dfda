import Synchronization

/// Inputs are posted over HTTP one after another, each again until it is answered with something else than 503, as a
/// sender that loses nothing does.
///
/// An input that is not answered with 200 has the line `NAME: answered STATUS` in `expected.error`.
public struct PostFeed: InputFeed {
    private let option: String
    private let pathOption: String
    private let path: String
    private let contentTypes: [String: String]

    /// - Parameters:
    ///   - option: the option that says where to listen, as `127.0.0.1:PORT`.
    ///   - pathOption: the option that says the URL's path.
    ///   - path: that option's default.
    ///   - contentTypes: media types by the names' extensions.
    public init(
        option: String = "listen", pathOption: String = "path", path: String = "/", contentTypes: [String: String] = [:]
    ) {
        self.option = option
        self.pathOption = pathOption
        self.path = path
        self.contentTypes = contentTypes
    }

    public func open(_ place: FeedPlace) throws -> any FeedSession {
        let port = try PostConnection.freePort()
        return Session(
            place: place, port: port, path: place.option(pathOption) ?? path, option: option, types: contentTypes)
    }

    private final class Session: FeedSession {
        let options: [String: String]
        let stopsWhenIdle = false
        private let place: FeedPlace
        private let port: UInt16
        private let path: String
        private let types: [String: String]
        /// The answers so far, in the inputs' order.
        private let answers = Mutex<[Int]>([])

        /// Between two tries.
        private static let pause = Duration.milliseconds(10)
        private static let unavailable = 503

        init(place: FeedPlace, port: UInt16, path: String, option: String, types: [String: String]) {
            self.place = place
            self.port = port
            self.path = path
            self.types = types
            options = [option: "127.0.0.1:\(port)"]
        }

        func feed() async throws {
            // Without inputs too, a run must have begun to listen before it counts as fed.
            while place.inputs.isEmpty, !(await PostConnection.answers(port: port)) {
                try await Task.sleep(for: Self.pause)
            }
            while let input = next {
                try Task.checkCancellation()
                let type = input.split(separator: ".").last.flatMap { types[String($0)] } ?? "application/octet-stream"
                let answer = await PostConnection.post(
                    file: place.path + "/" + input, port: port, path: path, type: type)
                if let answer, answer != Self.unavailable {
                    answers.withLock { $0.append(answer) }
                } else {
                    try await Task.sleep(for: Self.pause)
                }
            }
        }

        func verdicts() throws -> [String] {
            zip(place.inputs, answers.withLock { $0 }).filter { $1 != 200 }.map { "\($0): answered \($1)" }
        }

        private var next: String? {
            let count = answers.withLock { $0.count }
            return count < place.inputs.count ? place.inputs[count] : nil
        }
    }
}
