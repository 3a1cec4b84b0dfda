/// There are no inputs: the source makes its records itself, as many as its press file says. Time passes only while it
/// sleeps.
public struct GeneratorFeed: InputFeed {
    public init() {}

    public func open(_ place: FeedPlace) throws -> any FeedSession { Session(place: place) }

    private struct Session: FeedSession {
        let place: FeedPlace
        let options: [String: String] = [:]
    }
}
