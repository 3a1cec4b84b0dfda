/// What the program is made of, as text or as JSON.
struct LicenseReport {
    let packages: [LinkedPackage]
    let components: [SystemComponent]

    /// A line each: name, version, licence, address or origin.
    var table: String {
        var rows = [["adapter-host", HostVersion.text, "Apache-2.0", "this program"]]
        rows += packages.map { [$0.name, $0.version, $0.license, $0.url] }
        rows += components.map { [$0.name, "", $0.license, $0.origin] }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0.padding(to: $1) }.joined(separator: "  ") + "  " + row[3] + "\n"
        }
        .joined()
    }

    /// The table, and all texts; those that several packages share stand there once.
    var full: String {
        var holders: [String: [String]] = [:]
        var order: [String] = []
        for package in packages {
            for (name, text) in package.texts {
                if holders[text] == nil { order.append(text) }
                holders[text, default: []].append("\(package.name)/\(name)")
            }
        }
        let rule = String(repeating: "-", count: 78)
        return table
            + order.map { "\n\(rule)\n\(holders[$0, default: []].joined(separator: "\n"))\n\(rule)\n\n\($0)" }.joined()
    }

    var json: JSONTree {
        let own: [(String, JSONTree)] = [
            ("name", .string("adapter-host")), ("version", .string(HostVersion.text)),
            ("license", .string("Apache-2.0")),
        ]
        return .object([
            ("program", .object(own)),
            (
                "packages",
                .array(
                    packages.map { package in
                        .object([
                            ("name", .string(package.name)), ("version", .string(package.version)),
                            ("license", .string(package.license)), ("url", .string(package.url)),
                            ("texts", .array(package.texts.map { .string($0.name) })),
                        ])
                    })
            ),
            (
                "components",
                .array(
                    components.map { component in
                        .object([
                            ("name", .string(component.name)), ("license", .string(component.license)),
                            ("url", .string(component.url)), ("origin", .string(component.origin)),
                            ("libraries", .array(component.libraries.map { .string($0) })),
                        ])
                    })
            ),
        ])
    }
}
