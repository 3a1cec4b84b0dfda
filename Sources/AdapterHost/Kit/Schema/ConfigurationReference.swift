import AdapterAPI

/// Every option of host.yaml and of press files as a page in Markdown, from the reads themselves.
struct ConfigurationReference {
    let kinds: AdapterKinds

    /// The page.
    ///
    /// - Throws: what an adapter's `init` throws.
    func text() throws -> String {
        var parts = [Self.introduction, Self.table(hostOptions())]
        let common = commonOptions()
        parts.append("## Press files\n\nWhat every press file has:\n")
        parts.append(Self.table(common))
        let known = Set(common.map(\.path))
        for name in kinds.names {
            guard let type = kinds.type(named: name) else { continue }
            let own = try PressConfiguration.options(of: type, kinds: kinds).filter { !known.contains($0.path) }
            let files = type is any DocumentAdapter.Type ? ", and `convert` reads files as it says" : ""
            parts.append("### adapter: \(name)\n\nWhat is added with this adapter\(files):\n")
            parts.append(Self.table(own))
        }
        return parts.joined(separator: "\n")
    }

    private func hostOptions() -> [ConfigurationOption] {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        _ = HostConfiguration(&reader, environmentName: nil, environment: [:])
        return report.options
    }

    private func commonOptions() -> [ConfigurationOption] {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        PressConfiguration.describe(&reader, kinds: kinds)
        return report.options
    }

    private static func table(_ options: [ConfigurationOption]) -> String {
        let rows = options.map { option in
            let fallback = option.isRequired ? "required" : option.fallback.map(Self.fallback) ?? ""
            return "| `\(option.path)` | \(cell(option.type)) | \(fallback) | \(cell(option.help)) |\n"
        }
        return "| key | value | default | meaning |\n|---|---|---|---|\n" + rows.joined()
    }

    /// The page is the same on every machine.
    private static func fallback(_ text: String) -> String {
        text == HostConfiguration.hostName || text == "\"\(HostConfiguration.hostName)\""
            ? "the machine's name" : text.isEmpty ? "" : "`\(cell(text))`"
    }

    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }

    private static let introduction = """
        # Configuration

        A host is one `host.yaml` and a file for each press. This page is made from what the program reads
        (`adapter-host config reference`), and a test fails when it is not. Files to start from, with comments:
        [adapter-configs](../adapter-configs), or `adapter-host config sample host` and `adapter-host config sample csv`.

        - A key is written as a path: `spool.maxSize` is `maxSize:` below `spool:`. A `*` stands for a name of your choice.
        - A key that is not known is a fault that names the nearest known one. `adapter-host check` names all faults at once, as
          `file:line:column`.
        - Sizes have a unit: `64KiB`, `4GiB`. So have times: `500ms`, `30s`, `5min`, `2h`, `30d`; and rates: `88/s`, `380KiB/s`.
        - Relative paths start from the folder of the file that they stand in.
        - `${NAME}` is a variable of the process's environment, `$$` a dollar sign. Secrets belong there.
        - Editors complete and check while one types, with `adapter-host config schema host` and `config schema press`.

        ## host.yaml

        """
}
