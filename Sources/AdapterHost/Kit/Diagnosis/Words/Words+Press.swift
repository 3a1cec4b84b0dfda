extension Words {
    /// Nothing came from a press for long. `seconds`: since its last record, or since the start.
    static func pressSilent(_ id: String, seconds: Int64, isEver: Bool, place: String?) -> Finding {
        let span = QuantityText.span(Double(seconds))
        let from = place.map { " into \($0)" } ?? ""
        return warning(
            "press.silent", press(id),
            isEver
                ? "Nothing has come from this press for \(span)." : "Nothing has come from this press yet (\(span)).",
            "If the press is producing, check that it is switched on for data output and writes\(from); if it stands"
                + " still, all is well.")
    }

    /// It has something to do and gets no further. `work`: what it hangs in.
    static func pressStalled(_ id: String, seconds: Int64, work: String) -> Finding {
        failure(
            "press.stalled", press(id),
            "Reading this press gets no further for \(QuantityText.span(Double(seconds))): \(part(work)).",
            "If it is on a network drive, check that the drive answers (try: ls on the folder). The other presses go on."
        )
    }

    /// The source failed, and is started again.
    static func pressFailed(_ id: String, fault: String) -> Finding {
        failure(
            "press.failed", press(id), "Reading this press failed: \(part(fault)).",
            "It is tried again by itself. If it stays so, mend what is named here; the other presses go on.")
    }

    /// Files were refused and lie in `error/`.
    static func filesRefused(_ id: String, count: Int, fault: String?) -> Finding {
        warning(
            "press.filesInError", press(id),
            "\(counted(count, "file lies", "files lie")) in the folder error/ of this press"
                + (fault.map { "; the last fault: \(part($0))" } ?? "") + ".",
            "Beside each lies a .reason.txt with line and column. Mend the file, or have the press write it anew, and put"
                + " it back into the folder; delete what is not needed.")
    }

    /// Records name machines that the press file does not.
    static func unknownAsset(_ id: String?, count: Int, example: String?) -> Finding {
        warning(
            "asset.unknown", id.map(press) ?? deadLetters,
            "\(counted(count, "record names a machine", "records name machines")) that the press file does not know"
                + (example.map { " (\($0))" } ?? "")
                + (count == 1 ? ". It is kept as a dead letter." : ". They are kept as dead letters."),
            "Add the machine under assets: in the press file, have the host read its configuration again"
                + " (systemctl reload adapter-host), then: adapter-host dead-letters retry --reason unknown_asset")
    }

    /// Other dead letters. `reasons`: code and number of the most frequent.
    static func deadLettersKept(count: Int, reasons: String) -> Finding {
        warning(
            "deadLetters.kept", deadLetters,
            "\(counted(count, "record", "records")) could not be sent and \(count == 1 ? "is" : "are") kept as dead"
                + " letters (\(reasons)).",
            "See why with: adapter-host dead-letters ls; mend the cause, then: adapter-host dead-letters retry --all, or"
                + " drop those that are not needed.")
    }

    /// Types that are held back by the platform's switch.
    static func typesBlacklisted(_ types: [String], isPlatform: Bool, heldBack: Int) -> Finding {
        warning(
            "filter.blacklist", shadow,
            "Events of the \(types.count == 1 ? "type" : "types") \(types.joined(separator: ", ")) are not sent:"
                + " \(isPlatform ? "the platform has" : "host.yaml has") switched \(types.count == 1 ? "it" : "them") off"
                + (heldBack > 0 ? " (\(counted(heldBack, "event was", "events were")) left out so far)." : "."),
            isPlatform
                ? "If that is not wanted, have the platform's side take it off event_type_blacklist, or: adapter-host"
                    + " shadow set --remove-blacklist TYPE" : "If that is not wanted, take it off filter: in host.yaml."
        )
    }

    /// Publishing as a whole is switched off. `holds`: whether events wait meanwhile, or are left out.
    static func publishingDisabled(isPlatform: Bool, holds: Bool) -> Finding {
        warning(
            "filter.disabled", shadow,
            "Nothing is sent: \(isPlatform ? "the platform has" : "host.yaml has") switched publishing off; new events"
                + " \(holds ? "wait on this machine" : "are left out").",
            isPlatform
                ? "If that is not wanted, have the platform's side switch it on, or: adapter-host shadow set --publishing"
                    + " on" : "If that is not wanted, set event_publishing_enabled under filter: in host.yaml.")
    }

    /// A desired value that cannot be taken. `refusal`: which and why.
    static func desiredRefused(_ refusal: String) -> Finding {
        warning(
            "shadow.refused", shadow, "The platform asks for something that makes no sense: \(part(refusal)).",
            "Have the platform's side correct it; until then the former value holds.")
    }

    static func shadowUnavailable(reason: String) -> Finding {
        warning(
            "shadow.unavailable", shadow,
            "The platform's switches cannot be read: \(part(reason)). Events flow all the same, with the last known ones.",
            "If the platform has no shadow, set shadow: off in host.yaml; else ask its side for the right to it.")
    }
}
