/// Bytes from somewhere, once, from the start to the end: a file, a body in memory, what another source unpacks.
protocol ByteSource: AnyObject {
    /// Fills a part of `buffer`, which is not empty, and gives how much of it; fewer bytes than asked are no sign of the
    /// end, 0 is.
    /// - Throws: `DocumentFault` when what is read is at fault, `FileFault` when the reading itself failed.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}
