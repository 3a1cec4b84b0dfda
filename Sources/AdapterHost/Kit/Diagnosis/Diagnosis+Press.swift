extension Diagnosis {
    static func press(_ press: HostState.Press, _ state: HostState) -> [Finding] {
        var found: [Finding] = []
        if let obstacle = press.obstacle {
            found.append(finding(press, obstacle, user: state.user))
        } else {
            switch press.health {
            case "failed":
                found.append(Words.pressFailed(press.id, fault: press.cause ?? press.lastFault ?? "unknown"))
            case "stalled":
                let seconds = press.since.map { max(0, state.at - $0) } ?? 0
                found.append(Words.pressStalled(press.id, seconds: seconds, work: press.cause ?? "unknown"))
            case "running" where press.silent >= silence:
                found.append(
                    Words.pressSilent(
                        press.id, seconds: press.silent, isEver: press.lastRecord != nil, place: press.place))
            default: break
            }
        }
        if let count = press.gauges["filesInError"], count > 0 {
            found.append(Words.filesRefused(press.id, count: count, fault: press.lastFault))
        }
        return found
    }

    private static func finding(_ press: HostState.Press, _ obstacle: HostState.Obstacle, user: String) -> Finding {
        let subject = Words.press(press.id)
        switch obstacle.kind {
        case .missing: return Words.folderMissing(subject, path: obstacle.path, fault: obstacle.text)
        case .notPermitted:
            return Words.unreadable(subject, path: obstacle.path, fault: obstacle.text, user: user)
        case .other: return Words.pressFailed(press.id, fault: "\(obstacle.path): \(obstacle.text)")
        }
    }
}
