import Foundation

/// What a subscriber got, by the job that each record is about.
struct Received {
    private(set) var idsByJob: [Substring: Set<Substring>] = [:]
    private(set) var bytesByID: [Substring: Set<String>] = [:]
    private(set) var total = 0

    init(_ lines: [String]) {
        for line in lines {
            guard let id = line.value(after: "\"senderEventUuid\":\""), let job = line.value(after: "\"jobid\":\"")
            else { continue }
            total += 1
            idsByJob[job, default: []].insert(id)
            bytesByID[id, default: []].insert(line)
        }
    }

    var distinct: Int { idsByJob.count }
    /// Records that came under more than one id.
    var underTwoIDs: Int { idsByJob.values.filter { $0.count > 1 }.count }
    /// Ids whose events were not always the same bytes.
    var changed: Int { bytesByID.values.filter { $0.count > 1 }.count }
}

extension String {
    fileprivate func value(after mark: String) -> Substring? {
        guard let start = range(of: mark)?.upperBound, let end = self[start...].firstIndex(of: "\"") else { return nil }
        return self[start..<end]
    }
}
