extension Words {
    /// The file system of the spool has no room.
    static func diskFull(path: String, freeBytes: Int64?) -> Finding {
        let room = freeBytes.map { " (\(QuantityText.bytes($0)) free)" } ?? ""
        return failure(
            "disk.full", spool,
            "The disk that holds \(path) is full\(room): nothing more is read from the presses. Their files stay where"
                + " they are, nothing is lost.",
            "Make room on this disk (try: df -h, then du -x -h --max-depth=2 / | sort -h). Reading goes on by itself.")
    }

    /// It soon has none.
    static func diskLow(path: String, freeBytes: Int64) -> Finding {
        warning(
            "disk.low", spool, "The disk that holds \(path) has only \(QuantityText.bytes(freeBytes)) left.",
            "Make room on this disk before events cannot be kept any more.")
    }

    /// The disk does not take or give what is asked of it.
    static func diskFault(path: String, fault: String) -> Finding {
        failure(
            "disk.fault", spool,
            "Events cannot be kept in \(path): \(part(fault)). Nothing more is read from the presses.",
            "Check that the disk is mounted for writing, that it belongs to the user of adapter-host, and its health"
                + " (dmesg, smartctl).")
    }

    /// The spool holds as much as `spool.maxSize` allows.
    static func spoolFull(path: String, maxBytes: Int64) -> Finding {
        failure(
            "spool.full", spool,
            "The spool \(path) holds as much as it may (\(QuantityText.bytes(maxBytes))): presses are not read until"
                + " events have left.",
            "Bring the connection to the broker back, or allow more with spool.maxSize in host.yaml if the disk has"
                + " room.")
    }

    /// Events were dropped to stay within a limit that was configured.
    static func eventsDropped(count: Int, causes: String) -> Finding {
        warning(
            "spool.dropped", spool, "\(counted(count, "event was", "events were")) dropped (\(causes)).",
            "Dropping is configured by spool.whenFull and spool.maxAge in host.yaml; a larger spool.maxSize drops"
                + " later.")
    }

    /// Something is kept from us: a folder or a file, by its permissions.
    static func unreadable(_ subject: String, path: String, fault: String, user: String) -> Finding {
        failure(
            "folder.unreadable", subject, "\(path) cannot be used by the user \(user): \(part(fault)).",
            "Give the user \(user) the right to read and write there (try: ls -ld \(path)); on a network drive also in"
                + " the share's own settings. Reading goes on by itself.")
    }

    static func folderMissing(_ subject: String, path: String, fault: String) -> Finding {
        failure(
            "folder.missing", subject, "The folder \(path) is not there: \(part(fault)).",
            "Check that the network drive is mounted, and that folder: is written rightly in the press file. Reading"
                + " goes on by itself once it is there.")
    }

    /// - Parameters:
    ///   - seconds: how much this machine's clock is ahead; negative: behind.
    ///   - reference: what it was compared with, as `the platform's`.
    static func clockOff(seconds: Int, reference: String) -> Finding {
        let span = QuantityText.span(Double(seconds.magnitude))
        let level: Finding.Level = seconds.magnitude >= 300 ? .failure : .warning
        return Finding(
            id: "clock.off", level: level, subject: clock,
            cause: "This machine's clock is \(span) \(seconds > 0 ? "ahead of" : "behind") \(reference): events may"
                + " carry wrong times, and certificates seem to be invalid.",
            nextStep: "Set the clock right and keep it so: timedatectl set-ntp true (check with: timedatectl). The"
                + " time zone of a press is its zone: in the press file.")
    }

    /// A warning only: a host that is set up is looked at before it is started.
    static func notRunning(state: String) -> Finding {
        warning(
            "host.notRunning", "host", "No host runs on the state folder \(state).",
            "Start it: systemctl start adapter-host, or: adapter-host run.")
    }
}
