/// Waits until something holds; false when it does not within the limit.
public func eventually(_ limit: Duration = .seconds(10), _ holds: () throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try holds() { return true }
        try await Task.sleep(for: .milliseconds(2))
    }
    return try holds()
}
