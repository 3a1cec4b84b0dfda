/// The open JDF nodes from the root down, each with the attributes that its audits carry; an audit's job is that of the
/// nearest node that names one. XJDF nests nothing.
struct JobNodes: ~Copyable {
    struct Node: BitwiseCopyable {
        let depth: Int
        /// Where the node's members begin in the texts: `"jobid":"…","id":"…",`, each with a comma behind it.
        let start: Int
        let end: Int
        /// The job's member among them; empty without a job.
        let jobEnd: Int
    }
    private var nodes = Stack<Node>(capacity: 16)
    private var texts = RawBuffer(capacity: 512)

    /// The depth of the innermost open node; 0 outside of all.
    var depth: Int { nodes.count == 0 ? 0 : nodes[nodes.count - 1].depth }

    /// The members that an audit of the innermost node carries, each with a comma behind it.
    var members: UnsafeRawBufferPointer {
        guard nodes.count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let node = nodes[nodes.count - 1]
        return UnsafeRawBufferPointer(rebasing: texts.bytes[node.start..<node.end])
    }

    /// A node starts.
    mutating func open(_ values: AttributeValues, depth: Int) {
        let start = texts.count
        if let job = values[.jobID] {
            append("jobid", job)
        } else if nodes.count > 0 {
            let parent = nodes[nodes.count - 1]
            let length = parent.jobEnd - parent.start
            texts.reserve(length)
            texts.append(UnsafeRawPointer(texts.base + parent.start), length)
        }
        let jobEnd = texts.count
        append("jobpartid", values[.jobPartID])
        append("id", values[.id])
        append("type", values[.type])
        append("types", values[.types])
        nodes.push(Node(depth: depth, start: start, end: texts.count, jobEnd: jobEnd))
    }

    /// The innermost node ends.
    mutating func close() {
        guard nodes.count > 0 else { return }
        texts.truncate(to: nodes[nodes.count - 1].start)
        nodes.cut(to: nodes.count - 1)
    }

    private mutating func append(_ key: StaticString, _ value: UnsafeRawBufferPointer?) {
        guard let value else { return }
        texts.append(UInt8(ascii: "\""))
        texts.append(key)
        texts.append(UInt8(ascii: "\""), UInt8(ascii: ":"))
        texts.appendString(value)
        texts.append(UInt8(ascii: ","))
    }
}
