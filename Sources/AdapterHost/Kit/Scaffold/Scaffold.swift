/// The files of a new adapter. Pure: texts in, texts out; ``ScaffoldWriter`` looks at the disk and writes.
struct Scaffold {
    let name: AdapterName

    /// Files for this repository, beside the edits of its lists.
    var repositoryFiles: [ScaffoldFile] {
        let folder = "Sources/Adapters/@BASE@"
        return [
            file("\(folder)/@TYPE@.swift", AdapterTemplate.adapter),
            file("\(folder)/README.md", AdapterTemplate.readme),
            file("adapter-configs/presses/@KIND@.yaml", AdapterTemplate.sample),
            tests("Tests/@TYPE@Tests", testdata: "../../\(folder)/testdata"),
        ] + cases("\(folder)/testdata")
    }

    /// Files of a package of its own.
    ///
    /// - Parameter host: where the package adapter-host lies, as `Package.swift` is to say it.
    func packageFiles(host: String) -> [ScaffoldFile] {
        [
            file("Package.swift", PackageTemplate.manifest.replacing("@HOST@", with: host)),
            file(".gitignore", PackageTemplate.ignored),
            file("README.md", AdapterTemplate.readme),
            file("Sources/@TYPE@/@TYPE@.swift", AdapterTemplate.adapter),
            file("Sources/@KIND@-host/Main.swift", PackageTemplate.main),
            file("adapter-configs/host.yaml", PackageTemplate.host),
            file("adapter-configs/presses/@KIND@.yaml", AdapterTemplate.sample),
            tests("Tests/@TYPE@Tests", testdata: "../../testdata"),
        ] + cases("testdata")
    }

    private func file(_ path: String, _ template: String) -> ScaffoldFile { ScaffoldFile(path, template, name) }

    private func tests(_ folder: String, testdata: String) -> ScaffoldFile {
        file("\(folder)/@TYPE@Tests.swift", AdapterTemplate.tests.replacing("@TESTDATA@", with: testdata))
    }

    private func cases(_ folder: String) -> [ScaffoldFile] {
        [
            file("\(folder)/first/press.yaml", AdapterTemplate.casePress),
            file("\(folder)/first/lines.txt", AdapterTemplate.caseInput),
            file("\(folder)/first/expected.ndjson", AdapterTemplate.caseEvents),
        ]
    }
}
